"""A page that notes what the content policy forbids, what a script complains of, and who else is asked."""


class Visit:
    def __init__(self, page, site):
        self.page = page
        self.site = site
        self.complaints = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self.see)
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', (violation) => console.error("
            "`forbidden: ${violation.effectiveDirective} ${violation.blockedURI}`))"
        )

    def hear(self, entry):
        if entry.type == "error":
            self.complaints.append(entry.text)

    def see(self, request):
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def go(self, address):
        self.page.goto(self.site + address)
        return self.page

    def heard(self):
        """What was noted since the last time."""
        complaints, self.complaints = self.complaints, []
        return complaints
