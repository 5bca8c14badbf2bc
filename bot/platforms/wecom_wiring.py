"""A WeCom app as the settings describe it."""

from sqlalchemy import Engine

from bot.platforms.wecom import App, Wecom, contacts_of, utc_now
from bot.platforms.wecom_client import Client
from bot.settings import Settings


def wecom_of(settings: Settings, engine: Engine, language: str) -> Wecom:
    """The platform; `language` is that of its one menu."""
    return Wecom(_app(settings), engine, language=language)


def clients_of(settings: Settings, engine: Engine) -> tuple[Client, Client | None]:
    """The interface as the app may use it, and as contact synchronisation may, where its secret is set."""
    app = _app(settings)
    return Client(engine, app.bot, app.api, app.corp_id, app.secret, now=utc_now), contacts_of(app, engine)


def _app(settings: Settings) -> App:
    return App(
        corp_id=settings.wecom_corp_id,
        agent_id=settings.wecom_agent_id,
        secret=settings.wecom_secret.get_secret_value(),
        token=settings.wecom_token.get_secret_value(),
        aes_key=settings.wecom_aes_key.get_secret_value(),
        api=settings.wecom_api,
        public_url=settings.public_url,
        accounts=settings.wecom_accounts,
        contacts_secret=settings.wecom_contacts_secret.get_secret_value(),
    )
