// "Salir rápido": the link works without this; here it also hides the page at once and listens to Shift ×3.
(() => {
  const link = document.getElementById("salir");
  if (!link) return;
  let pressed = 0;
  let last = 0;
  let alone = false;

  const leave = (event) => {
    if (event) event.preventDefault();
    document.documentElement.hidden = true;
    document.title = "…";
    location.replace(link.href);
  };

  link.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift";
    if (!alone) pressed = 0;
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    pressed = event.timeStamp - last < 2000 ? pressed + 1 : 1;
    last = event.timeStamp;
    if (pressed === 3) leave();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && document.documentElement.hidden) location.replace(link.href);
  });
})();
