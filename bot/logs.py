"""JSON logs on standard error. They hold references of faults, verbs and counts: never a name, a text, a token or a payload."""

import logging
import secrets
import sys
import traceback

import structlog
from structlog.typing import FilteringBoundLogger, Processor


def configure(level: str = "INFO") -> None:
    """Set up logging for the process; other libraries' warnings come out in the same shape."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _only_where_it_came_from,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def get(name: str) -> FilteringBoundLogger:
    """A logger for a module."""
    logger: FilteringBoundLogger = structlog.get_logger(logger_name=name)
    return logger


def failure(log: FilteringBoundLogger, event: str, error: BaseException, **facts: str | int) -> str:
    """Log that something failed and where, under a reference that a person can quote; returns the reference.

    Messages of exceptions are left out, since they may hold what somebody typed.
    """
    reference = secrets.token_hex(4)
    steps = traceback.extract_tb(error.__traceback__)
    where = [f"{step.filename.rsplit('/', 2)[-1]}:{step.lineno} {step.name}" for step in steps[-6:]]
    log.error(event, fault=reference, error=type(error).__name__, where=where, **facts)
    return reference


def _only_where_it_came_from(
    logger: object,  # noqa: ARG001 - structlog's signature
    method: str,  # noqa: ARG001 - the same
    event: structlog.typing.EventDict,
) -> structlog.typing.EventDict:
    """A library's own message may hold a payload: keep who spoke and how loudly."""
    record = event.pop("_record", None)
    name = record.name if isinstance(record, logging.LogRecord) else "unknown"
    return {
        "event": "library",
        "library": name,
        "level": event.get("level"),
        "timestamp": event.get("timestamp"),
    }
