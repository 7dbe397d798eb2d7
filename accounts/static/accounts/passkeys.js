// Passkeys need JavaScript: what needs them is hidden until this runs in a browser that has them.
document.querySelectorAll("[data-without-passkeys]").forEach((element) => { element.hidden = Boolean(window.PublicKeyCredential) })
document.querySelectorAll("[data-needs-passkeys]").forEach((element) => { element.hidden = !window.PublicKeyCredential })
document.addEventListener("allauth.error", () => {
  const warning = document.querySelector("[data-passkey-error]")
  warning.hidden = true
  // Shown anew, so that it is also read aloud anew.
  requestAnimationFrame(() => { warning.hidden = false })
})
