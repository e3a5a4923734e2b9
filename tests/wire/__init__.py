"""Tests of the real program as a process of its own, against a Discord on the loopback interface.

payloads      who and what that Discord knows, and how it is written in JSON
interactions  what was said to the bot and what it answered, by Discord's rules
acts          what a person's client offers and sends
limits        Discord's limits that its OpenAPI description lacks
gateway       the websocket side; chaos, rest: the HTTP side
server        all of it together
process       the program under test; hook: how it is led to that Discord, and kept from everybody else
"""
