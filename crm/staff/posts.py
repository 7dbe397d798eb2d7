"""The posts of an institution: which there are, who holds them, and that one ceased to be."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm.forms import AppointForm, CloseForm, PostForm
from crm.models import Affiliation, Institution, Post
from crm.staff.pages import fill_in, may, page_of, visible


def ask(request, institution, form, *, save, **more):
    def save_and_return(form):
        save(form)
        return page_of(institution)

    about = (str(institution), page_of(institution))
    return fill_in(request, form, about=about, save=save_and_return, **more)


def new(request, pk):
    institution = visible(request, Institution, pk, "change")
    may(request, "add", Post)
    form = PostForm(request.POST or None, instance=Post(institution=institution), user=request.user)
    return ask(
        request,
        institution,
        form,
        save=PostForm.save,
        title=_("Nuevo puesto"),
        done=_("El puesto quedó registrado, aunque nadie lo ocupe."),
    )


def post_of(request, pk, post):
    institution = visible(request, Institution, pk, "change")
    may(request, "change", Post)
    return get_object_or_404(
        institution.posts.visible_to(request.user).select_related("institution"), pk=post
    )


def edit(request, pk, post):
    post = post_of(request, pk, post)
    form = PostForm(request.POST or None, instance=post, user=request.user)
    return ask(
        request,
        post.institution,
        form,
        save=PostForm.save,
        title=_("Corregir el puesto"),
        done=_("Guardamos los cambios."),
    )


def appoint(request, pk, post):
    post = post_of(request, pk, post)
    may(request, "add", Affiliation)
    form = AppointForm(request.POST or None, user=request.user, post=post)
    return ask(
        request,
        post.institution,
        form,
        save=AppointForm.save,
        title=_("¿Quién lo ocupa?"),
        done=_("El cargo quedó registrado."),
        help_text=post.title,
    )


def close(request, pk, post):
    post = post_of(request, pk, post)
    posts = Post.objects.visible_to(request.user).filter(pk=post.pk)
    form = CloseForm(request.POST or None, posts=posts)
    return ask(
        request,
        post.institution,
        form,
        save=lambda form: posts.close(form.cleaned_data["on"]),
        title=_("Suprimir el puesto"),
        done=_("El puesto quedó suprimido. Quienes lo ocuparon se conservan."),
        help_text=_("%(post)s. Quien lo ocupa deja el cargo ese día.") % {"post": post.title},
        button=_("Suprimir"),
    )
