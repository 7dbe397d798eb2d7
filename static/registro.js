// Search as you type. Without it the form works the same: the server asks which one was meant.
"use strict";
const address = document.currentScript.dataset.suggest;

for (const input of document.querySelectorAll("input[data-pick]:not([data-pick=''])")) {
  const key = input.form.elements[`${input.name}-key`];
  if (!key || key instanceof RadioNodeList || key.type !== "hidden") continue;
  const list = document.createElement("ul");
  list.className = "found";
  input.after(list);
  let waiting;
  input.addEventListener("input", () => {
    key.value = "";
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(input, key, list), 250);
  });
}

async function suggest(input, key, list) {
  const query = input.value.trim();
  if (query.length < 2) return list.replaceChildren();
  const answer = await fetch(`${address}?${new URLSearchParams({ tipo: input.dataset.pick, q: query })}`).catch(() => null);
  if (!answer || !answer.ok || query !== input.value.trim()) return;
  const { found } = await answer.json();
  list.replaceChildren(...found.map((one) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const detail = document.createElement("small");
    button.type = "button";
    detail.textContent = one.detail;
    button.append(one.name, " ", detail);
    button.addEventListener("click", () => {
      input.value = one.name;
      key.value = one.key;
      list.replaceChildren();
    });
    item.append(button);
    return item;
  }));
}
