"""What kind of browser somebody signs in with, as far as it tells: enough to know one's own devices apart."""

# The first that is named in what the browser says of itself: each also bears the names of those after it.
MAKES = {
    "wxwork": "wecom",
    "MicroMessenger": "wechat",
    "Edg": "edge",
    "Firefox": "firefox",
    "FxiOS": "firefox",
    "CriOS": "chrome",
    "Chrome": "chrome",
    "Safari": "safari",
}
SYSTEMS = {
    "Android": "android",
    "iPhone": "ios",
    "iPad": "ios",
    "Windows": "windows",
    "Macintosh": "mac",
    "Linux": "linux",
}


def browser_of(user_agent: str) -> str:
    """Its make and its system, as codes: chrome/android. Whatever says something else is "other"."""
    make = next((code for name, code in MAKES.items() if name in user_agent), "other")
    system = next((code for name, code in SYSTEMS.items() if name in user_agent), "other")
    return f"{make}/{system}"
