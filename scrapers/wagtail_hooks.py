from wagtail import hooks

from scrapers.viewsets import RunViewSet, SourcesPanel, SourceViewSet


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [SourceViewSet(), RunViewSet()]


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    panels.append(SourcesPanel())
