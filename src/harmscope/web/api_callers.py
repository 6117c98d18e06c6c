"""Who calls the API: a program with a token, or somebody at the machine itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from harmscope.web import tokens
from harmscope.web.accounts import LOCAL, SOMEBODY_HERE
from harmscope.web.asking import configuration_of, shelves_of
from harmscope.web.guard import from_another_site
from harmscope.web.problem_details import Problem
from harmscope.web.tokens import SCOPES, Scope
from harmscope.web.uploads import Tenant

BEARER: Final = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token that an admin made; it starts with hsk_. At the machine itself none is "
    "needed where the server asks for no accounts.",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request: ``name`` as the audit log has it. ``sender`` is whose submissions it
    hands in; None at the machine itself means any."""

    name: str
    tenant: str
    scopes: frozenset[str]
    sender: str | None
    local: bool


Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]


def caller(request: Request, bearer: Bearer) -> Caller:
    """A dependency: the caller. Raises Problem where there is no token that counts."""
    if bearer is not None:
        # Where something is sent the door has asked already.
        found = getattr(request.state, "token", None)
        found = found or tokens.caller(shelves_of(request), bearer.credentials)
        if found is None:
            raise _unknown("The token is wrong, expired or revoked.")
        request.app.state.limiter.count(f"token:{found.id}")
        return Caller(f"token {found.id}", found.tenant, found.scopes, found.sender, False)
    if configuration_of(request).server:
        raise _unknown("A token is missing.")
    # What changes something was asked so at the door; here it is asked of reading, too.
    if from_another_site(request):
        raise Problem(403, "This request was sent from another site.", "call from a program")
    return Caller(SOMEBODY_HERE.name, LOCAL, frozenset(SCOPES), None, True)


def _unknown(fault: str) -> Problem:
    fix = "send the header Authorization: Bearer hsk_..."
    return Problem(401, fault, fix, {"WWW-Authenticate": 'Bearer realm="harmscope"'})


def allowed(*scopes: Scope) -> Callable[[Caller], Caller]:
    """A dependency: the caller, who has one of the scopes."""

    def checked(found: Annotated[Caller, Depends(caller)]) -> Caller:
        if found.scopes.isdisjoint(scopes):
            fault = f"The token has no scope {' or '.join(scopes)}."
            raise Problem(403, fault, "ask an admin for another token")
        return found

    return checked


def files_of(request: Request, found: Annotated[Caller, Depends(caller)]) -> Tenant:
    """A dependency: the files of the caller's organisation."""
    configuration = configuration_of(request)
    return Tenant(shelves_of(request), configuration.data, found.tenant, configuration.limits)


AnyCaller = Annotated[Caller, Depends(caller)]
OfCaller = Annotated[Tenant, Depends(files_of)]
