// "Salir rápido": the link works without this; here it also hides the page at once and listens to Shift ×3.
(() => {
  const link = document.getElementById("salir");
  if (!link) return;
  let pressed = 0;
  let last = 0;
  let alone = false;

  const leave = (event) => {
    window.speechSynthesis?.cancel();
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

// «Escuchar»: the page read aloud by a voice of the device, where there is one for its language. Nothing is sent anywhere.
(() => {
  const button = document.querySelector("[data-listen]");
  const speech = window.speechSynthesis;
  if (!button || !speech) return;
  const language = document.documentElement.lang;
  const [start, stop] = [button.textContent, button.dataset.listen];

  function voice() {
    const voices = speech.getVoices().filter((one) => one.lang.toLowerCase().startsWith(language) && one.localService);
    return voices.find((one) => /(PE|MX|US|419)$/i.test(one.lang)) || voices[0];
  }

  function offer() {
    button.hidden = !voice();
  }

  function parts() {
    const skip = "[data-listen], .actions, form, nav, svg, [hidden], details:not([open]) > :not(summary)";
    return [...button.closest("main").querySelectorAll("h1, h2, h3, p, li, dt, dd, summary, figcaption, blockquote, td, th")]
      .filter((part) => !part.closest(skip) && !part.querySelector("p, li, h2, h3"))
      .map((part) => part.textContent.trim().replace(/\s+/g, " "))
      .filter(Boolean);
  }

  function quiet() {
    speech.cancel();
    button.textContent = start;
    button.setAttribute("aria-pressed", "false");
  }

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return quiet();
    speech.cancel();
    button.textContent = stop;
    button.setAttribute("aria-pressed", "true");
    const read = parts().map((text) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice();
      utterance.lang = language;
      return utterance;
    });
    if (!read.length) return quiet();
    read[read.length - 1].onend = quiet;
    read.forEach((one) => speech.speak(one));
  });
  addEventListener("pagehide", quiet);
  speech.addEventListener?.("voiceschanged", offer);
  offer();
})();
