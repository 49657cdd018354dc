"""Settings, a file a topic. Read from the environment: see docs/reference/settings.md.

environment  how variables are read, and where the site's data lies
base         apps, middleware, templates, language
database     SQLite as it comes, PostgreSQL by DATABASE_URL
security     key, hosts, cookies, Content-Security-Policy
accounts     sign-in, lock-out, sessions
tasks        background work, mail
"""

from gongkai.web.settings.accounts import *  # noqa: F403
from gongkai.web.settings.base import *  # noqa: F403
from gongkai.web.settings.database import *  # noqa: F403
from gongkai.web.settings.security import *  # noqa: F403
from gongkai.web.settings.tasks import *  # noqa: F403
