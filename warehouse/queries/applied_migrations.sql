select number, name, hash
from ops.migrations
order by number
