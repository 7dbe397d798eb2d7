from django.shortcuts import render
from django.urls import reverse


class StaffDoorMiddleware:
    """Somebody who is signed in but not on the team is told so.

    Wagtail would send her to the sign-in, which sends whoever is signed in back: a circle without an end.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(reverse("wagtailadmin_home")) and self.is_shut_out(request):
            return render(request, "account/not_staff.html", status=403)
        return self.get_response(request)

    def is_shut_out(self, request):
        if request.path == reverse("wagtailadmin_logout"):
            return False
        return request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin")
