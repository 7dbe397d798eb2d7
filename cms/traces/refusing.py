from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WHY = {
    "kind": _(
        "«%(name)s» no se puede publicar: solo sabemos quitar los datos de quien lo hizo a PDF, DOCX, XLSX, ODT y ODS."
    ),
    "broken": _(
        "No se puede abrir: está dañado o por dentro no es lo que dice su nombre. Guárdalo otra vez."
    ),
    "locked": _("Tiene contraseña. Guárdalo sin ella: lo que se publica lo lee cualquiera."),
    "too large": _("Por dentro es demasiado grande. Guárdalo con imágenes más pequeñas."),
    "comments": _(
        "Tiene comentarios o cambios sin aceptar, con el nombre de quien los hizo. Acéptalos o bórralos y súbelo otra vez."
    ),
    "signed": _("Está firmado digitalmente, con el nombre de quien firma. Súbelo sin la firma."),
    "macros": _("Tiene macros o lleva otro archivo dentro. Guárdalo sin ellos."),
    "linked": _(
        "Guarda filas de otra lista, aunque no se vean: un libro vinculado, una tabla dinámica o una combinación de correspondencia. Rompe los vínculos y pega las tablas como valores, o expórtalo como PDF."
    ),
    "picture": _("Lleva una imagen de un tipo que no sabemos limpiar. Ponla como JPEG o PNG."),
}


def refuse(why, **words):
    raise ValidationError(WHY[why], code=why, params=words or None)
