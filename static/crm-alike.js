// "¿No es …?" while a name is typed. Without it the form asks the same when it is sent.
"use strict";
for (const input of document.querySelectorAll("input[data-alike]")) {
  const box = document.createElement("div");
  box.className = "crm-alike";
  box.setAttribute("role", "status");
  input.after(box);
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => look(input, box), 350);
  });
}

async function look(input, box) {
  const name = input.value.trim();
  const answer = await fetch(`${input.dataset.alike}?${new URLSearchParams({ tipo: input.dataset.of, nombre: name })}`).catch(() => null);
  if (!answer || !answer.ok || name !== input.value.trim()) return;
  const { title, found } = await answer.json();
  const list = document.createElement("ul");
  for (const one of found) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const why = document.createElement("span");
    link.href = one.url;
    link.textContent = one.name;
    why.className = "staff-detail";
    why.textContent = one.reasons;
    item.append(link, " ", why);
    list.append(item);
  }
  const words = document.createElement("strong");
  words.textContent = title;
  box.replaceChildren(...(found.length ? [words, list] : []));
}
