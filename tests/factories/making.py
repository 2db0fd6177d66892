"""A record of any type."""

from factory.django import DjangoModelFactory

from tests.filling import fill


def make(model, organization, /, **given):
    """A record of this type in `organization`; an organization or a village stands below it.

    Through `<Model>Factory` where there is one, else with what its fields ask for.
    """
    for made_by in DjangoModelFactory.__subclasses__():
        if made_by.__name__ == f"{model.__name__}Factory":
            return made_by(**{model.scope_path or "parent": organization}, **given)
    return fill(model, organization, make, given)
