from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Sitio")

    def ready(self):
        from cms import editions, uploads

        editions.watch()
        uploads.watch()
