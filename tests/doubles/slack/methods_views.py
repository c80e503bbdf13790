"""views.open, views.push, views.update and views.publish."""

from typing import Any

from tests.doubles.slack import limits
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.blocks import check_view, too_large
from tests.doubles.slack.methods import SlackError, method
from tests.doubles.slack.things import Trigger, View, Workspace
from tests.doubles.slack.world import World


def checked_view(spec: Any, kind: str) -> Json:
    """A view, refused with reasons if anything is wrong with it."""
    problems = check_view(spec, kind)
    if problems:
        raise SlackError("invalid_arguments", problems)
    if too_large(spec):
        raise SlackError("view_too_large")
    return dict(spec)


def _spend_trigger(world: World, workspace: Workspace, trigger_id: str) -> Trigger:
    trigger = world.triggers.get(trigger_id)
    if trigger is None or trigger.team_id != workspace.team_id:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if world.clock.now() - trigger.issued > limits.TRIGGER_SECONDS:
        raise SlackError("expired_trigger_id")
    trigger.used = True
    return trigger


def live_views(world: World, team_id: str) -> list[View]:
    """Every view that somebody has open now, App Homes included."""
    modals = [view for stack in world.stacks.values() for view in stack]
    return [view for view in [*modals, *world.homes.values()] if view.team_id == team_id]


def check_external_id(world: World, workspace: Workspace, spec: Json, own: View | None = None) -> None:
    """Refuse an external id that another open view has."""
    external_id = spec.get("external_id")
    for view in live_views(world, workspace.team_id):
        if external_id and view is not own and view.spec.get("external_id") == external_id:
            raise SlackError("duplicate_external_id")


@method("views.open", tier=4, required="trigger_id view")
def views_open(world: World, workspace: Workspace, args: Json) -> Json:
    spec = checked_view(args["view"], "modal")
    check_external_id(world, workspace, spec)
    trigger = _spend_trigger(world, workspace, args["trigger_id"])
    return {"view": world.open_view(workspace, trigger.user_id, spec).shape()}


@method("views.push", tier=4, required="trigger_id view")
def views_push(world: World, workspace: Workspace, args: Json) -> Json:
    spec = checked_view(args["view"], "modal")
    check_external_id(world, workspace, spec)
    trigger = _spend_trigger(world, workspace, args["trigger_id"])
    stack = world.stack(trigger.user_id)
    if trigger.view_id not in {view.id for view in stack}:
        raise SlackError("not_found")
    view = world.push_view(workspace, trigger.user_id, spec)
    if view is None:
        raise SlackError("push_limit_reached")
    return {"view": view.shape()}


@method("views.update", tier=4, required="view", optional="view_id external_id hash")
def views_update(world: World, workspace: Workspace, args: Json) -> Json:
    spec = checked_view(args["view"], "modal")
    view = _open_modal(world, workspace, args)
    if args.get("hash") not in (None, view.hash):
        raise SlackError("hash_conflict")
    check_external_id(world, workspace, spec, view)
    world.change_view(view, spec)
    return {"view": view.shape()}


def _open_modal(world: World, workspace: Workspace, args: Json) -> View:
    wanted = args.get("view_id"), args.get("external_id")
    if wanted == (None, None):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id or external_id"])
    for view in live_views(world, workspace.team_id):
        if view.spec["type"] == "modal" and _is(view, *wanted):
            return view
    raise SlackError("not_found")


def _is(view: View, view_id: str | None, external_id: str | None) -> bool:
    return view.id == view_id or bool(external_id and view.spec.get("external_id") == external_id)


@method("views.publish", tier=4, required="user_id view", optional="hash")
def views_publish(world: World, workspace: Workspace, args: Json) -> Json:
    spec = checked_view(args["view"], "home")
    account = world.accounts.get(args["user_id"])
    if account is None or account.team_id != workspace.team_id or account.is_bot:
        raise SlackError("invalid_arguments", ["[ERROR] user_id is not a person of this workspace"])
    home = world.homes.get((workspace.team_id, account.id))
    if args.get("hash") and home and home.hash != args["hash"]:
        raise SlackError("hash_conflict")
    check_external_id(world, workspace, spec, home)
    return {"view": world.publish_home(workspace, account.id, spec).shape()}
