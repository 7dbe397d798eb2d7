// Searching a copy of the site, which has no server to ask. PAGES holds [title, address, folded words].
(() => {
  const [box, input, list, count] = ["busca", "f-q", "halladas", "cuantas"].map((id) => document.getElementById(id));
  const most = 60;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = PAGES.map(([title, , text]) => [` ${fold(title)}`, ` ${fold(title)} ${text}`]);

  function row([title, address]) {
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    link.href = address;
    link.textContent = title;
    item.append(link);
    return item;
  }

  function look() {
    const asked = fold(input.value).split(/\s+/).filter((word) => word.length > 1).map((word) => ` ${word}`);
    const says = (place) => (n) => asked.length && asked.every((word) => words[n][place].includes(word));
    const all = [...PAGES.keys()];
    const found = [...new Set([...all.filter(says(0)), ...all.filter(says(1))])];
    list.replaceChildren(...found.slice(0, most).map((n) => row(PAGES[n])));
    const howMany = found.length ? `${count.dataset.found} ${found.length}` : count.dataset.none;
    count.textContent = asked.length ? howMany : "";
  }

  box.hidden = false;
  input.addEventListener("input", look);
  look();
})();
