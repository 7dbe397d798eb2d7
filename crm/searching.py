"""One folded column per record, in which a part of a name, an acronym, an e-mail or a phone is found however written."""

import re

from django.db import models, transaction

from scrapers.items import fold

LONGEST_QUERY = 100  # characters
MOST_WORDS = 6  # each is a pass over the table
COUNTRY = re.compile(r"^(?:00)?51(?=\d{8,9}$)")
PHONE = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*")
PLAIN = re.compile(r"[A-Za-z0-9 ]*")
FEWEST_DIGITS = 4  # fewer are a number in a name: "UGEL 05"


def simple(text):
    """Without accents, case and punctuation: "O'Higgins" and "OHIGGINS" are one word."""
    if PLAIN.fullmatch(text):  # nothing to take off
        return " ".join(text.lower().split())
    return " ".join(re.sub(r"[^\w\s@]", "", fold(text).replace("/", " ")).split())


def digits(text):
    """A phone as dialled inside Peru."""
    return COUNTRY.sub("", re.sub(r"\D", "", text)).removeprefix("0")


def is_phone(text):
    return bool(PHONE.fullmatch(text)) and len(re.sub(r"\D", "", text)) >= FEWEST_DIGITS


def needles(query):
    query = query[:LONGEST_QUERY].strip()
    if is_phone(query):
        return [digits(query)]
    return simple(query).split()[:MOST_WORDS]


class SearchableQuerySet(models.QuerySet):
    def matching(self, query):
        rows = self
        for needle in needles(query):
            rows = rows.filter(search__contains=needle)
        return rows

    def bulk_create(self, objs, *args, **kwargs):
        for obj in objs:
            obj.search = obj.searchable()
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs, fields, *args, **kwargs):
        for obj in objs:
            obj.search = obj.searchable()
        return super().bulk_update(objs, {*fields, "search"}, *args, **kwargs)

    def update(self, **fields):
        searched = self.model.SEARCHED & fields.keys()
        if searched and "search" not in fields:
            raise ValueError(
                f"update() would leave the search column of {self.model.__name__} behind for "
                f"{', '.join(sorted(searched))}. Use save() or bulk_update()."
            )
        return super().update(**fields)

    def refresh_search(self):
        """Write the column again, after aliases or contact ways changed."""
        rows = list(self.prefetch_related("aliases", "contact_ways"))
        return self.model.objects.bulk_update(rows, [], batch_size=500) if rows else 0


class Searchable(models.Model):
    """The column is written wherever the record is: a search that misses a person is a person met twice."""

    SEARCHED = frozenset()  # fields that the column is made of

    search = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        self.search = self.searchable()
        if update_fields is not None:
            update_fields = {*update_fields, "search"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def searchable(self):
        texts = [simple(str(getattr(self, name))) for name in sorted(self.SEARCHED)]
        if self.pk and hasattr(self, "contact_ways"):
            texts += [simple(alias.name) for alias in self.aliases.all()]
            texts += [way.searchable() for way in self.contact_ways.all()]
        return " ".join(dict.fromkeys(filter(None, texts)))


class SearchedPartQuerySet(models.QuerySet):
    """Rows whose words are found by their person's or institution's column."""

    def bulk_create(self, objs, *args, **kwargs):
        made = super().bulk_create(objs, *args, **kwargs)
        refresh_owners(made)
        return made

    def bulk_update(self, objs, fields, *args, **kwargs):
        count = super().bulk_update(objs, fields, *args, **kwargs)
        refresh_owners(objs)
        return count

    def update(self, **fields):
        before = list(self)
        count = super().update(**fields)
        # A row may have moved to somebody else: both columns change.
        refresh_owners([*before, *self.model.objects.filter(pk__in=[row.pk for row in before])])
        return count

    def delete(self):
        rows = list(self)
        result = super().delete()
        refresh_owners(rows)
        return result


class SearchedPart(models.Model):
    FORGOTTEN = frozenset()  # fields that tell what it was

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        before = list(type(self).objects.filter(pk=self.pk)) if self.pk else []
        super().save(*args, **kwargs)
        refresh_owners([*before, self])

    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        refresh_owners([self])
        return result

    @transaction.atomic
    def forget(self):
        """Delete it and what it said. The history keeps that there was one, and who took it off."""
        pk = self.pk
        self.delete()
        self.history.model.objects.filter(id=pk).update(**dict.fromkeys(self.FORGOTTEN, ""))


def refresh_owners(parts):
    for name in ("person", "institution"):
        pks = {getattr(part, f"{name}_id") for part in parts} - {None}
        if pks:
            model = type(parts[0])._meta.get_field(name).related_model
            model.objects.filter(pk__in=pks).refresh_search()
