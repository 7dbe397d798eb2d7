const place = document.querySelector("[data-needs-print]")
place.hidden = false
place.querySelector("button").addEventListener("click", () => window.print())
