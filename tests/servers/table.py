"""The printed table of the fixtures."""

from explained import Disagreement, Explained

SERVERS = ("redis", "nginx", "haproxy")


def print_table(rows: list, explained: Explained):
    width = max(len(row.case.name) for row in rows)
    print("as a server / as a client: ok, or who refuses; `=` as predicted, `*` otherwise with a reason, `!` otherwise without")
    print(f"{'bundle':{width}}  {'predicted':17}  " + "  ".join(f"{it:17}" for it in SERVERS) + "  errors of pemvet")
    for row in sorted(rows, key=lambda row: row.case.name):
        cells = "  ".join(f"{cell(row, server, explained):17}" for server in SERVERS)
        print(f"{row.case.name:{width}}  {predicted(row.prediction):17}  {cells}  {' '.join(row.prediction.errors)}")


def predicted(it) -> str:
    if not it.start:
        return "no start"
    return f"{'ok' if it.named else it.side} / {'ok' if it.peer else 'server'}"


def cell(row, server: str, explained: Explained) -> str:
    """What came of a bundle at one server, and whether that was foreseen."""
    seen = {where.split()[1]: words for where, words in row.seen.items() if where.startswith(server)}
    wrong = [(where, happened) for where, _, happened in row.disagreements() if where.startswith(server)]
    known = all(explained.reason(Disagreement(row.case.name, where, "", happened)) for where, happened in wrong)
    mark = "=" if not wrong else "*" if known else "!"
    if seen["start"] != "ok":
        return f"{mark} no start"
    as_server = {words.split(":")[0] for who, words in seen.items() if who not in ("start", "peer", "redis-cli")}
    named = as_server.pop() if len(as_server) == 1 else "mixed"
    return f"{mark} {named} / {seen['peer'].split(':')[0]}"
