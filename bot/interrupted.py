"""A restore that was killed after its data were complete is ended by whoever opens the company next."""

import logging

from bot.settings import BadSettings, Settings, variable
from storage import restore_journal
from storage.backup_errors import BackupError

log = logging.getLogger(__name__)


def end_restore(settings: Settings) -> None:
    """Nothing where none was begun. Raises BadSettings where it cannot be ended now."""
    if not restore_journal.is_unfinished(settings.data_dir):
        return
    try:
        restore_journal.finish(settings.data_dir, settings.database)
    except (BackupError, OSError) as error:
        raise BadSettings(variable("data_dir"), f"a restore has to be ended first: {error}") from error
    log.warning("a restore that was interrupted has been ended")
