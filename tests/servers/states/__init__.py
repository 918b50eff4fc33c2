"""The states of a bundle that servers and clients are tried with, made anew for each run so that they are valid now."""

from states.state import State
from states.pki import Pki
from states import contents, files, forms, keys, leaf_forms, rare


def make() -> tuple[list[State], bytes]:
    """All states, and the root that clients trust, as PEM."""
    pki = Pki()
    states = [*files.states(pki), *keys.states(pki), *contents.states(pki), *forms.states(pki), *rare.states(pki), *leaf_forms.states(pki)]
    names = [it.name for it in states]
    assert len(names) == len(set(names)), "two states of one name"
    return states, pki.root_pem
