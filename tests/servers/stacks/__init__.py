"""All servers and clients, as one table of each."""

from stacks import browsers, clients, data, languages, mail, network, web
from stacks.clients import Client
from stacks.stack import Stack

SERVERS: dict[str, Stack] = {
    it.name: it for module in (web, data, mail, network, languages) for it in module.STACKS}
CLIENTS: dict[str, Client] = {it.name: it for it in (*clients.CLIENTS, *browsers.CLIENTS)}
