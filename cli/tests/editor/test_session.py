"""A session by a client that others wrote, pytest-lsp, which holds every message against the protocol's types.

    PEMVET=target/debug/pemvet pytest cli/tests/editor
"""

import os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

DEMO = Path(__file__).parents[3] / "testdata" / "demo"
SERVER = [os.environ["PEMVET"], "lsp", "--stdio", "--at=2026-06-01T00:00:00Z"]


@pytest_lsp.fixture(config=ClientServerConfig(server_command=SERVER), params=["neovim", "visual-studio-code", "emacs"])
async def editor(request, lsp_client: LanguageClient, tmp_path: Path):
    capabilities = client_capabilities(request.param)
    await lsp_client.initialize_session(types.InitializeParams(capabilities=capabilities, root_uri=tmp_path.as_uri()))
    yield
    await lsp_client.shutdown_session()


async def shown(editor: LanguageClient, uri: str) -> list[types.Diagnostic]:
    await editor.wait_for_notification("textDocument/publishDiagnostics")
    return list(editor.diagnostics[uri])


def span(of: types.Range) -> tuple[int, int, int, int]:
    return of.start.line, of.start.character, of.end.line, of.end.character


def edited(text: str, edits: list[types.TextEdit]) -> str:
    """As an editor does it: columns are UTF-16 code units, and what is past the end is the end."""
    lines = text.splitlines(keepends=True)

    def offset(position: types.Position) -> int:
        before = sum(map(len, lines[: position.line]))
        line = lines[position.line] if position.line < len(lines) else ""
        return before + len(line.encode("utf-16-le")[: position.character * 2].decode("utf-16-le"))

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


@pytest.mark.asyncio
async def test_a_damaged_bundle_is_mended_by_the_quick_fix_and_nothing_is_left(editor: LanguageClient, tmp_path: Path):
    uri = (tmp_path / "proxy.pem").as_uri()
    text = (DEMO / "from-pfx.pem").read_text()
    editor.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri=uri, language_id="pem", version=1, text=text))
    )
    found = await shown(editor, uri)
    assert [(it.code, it.severity, span(it.range)) for it in found] == [
        ("chain-out-of-order", types.DiagnosticSeverity.Error, (32, 0, 73, 25)),
        ("text-outside-blocks", types.DiagnosticSeverity.Information, (0, 0, 53, 40)),
    ]
    document = types.TextDocumentIdentifier(uri)
    actions = await editor.text_document_code_action_async(
        types.CodeActionParams(document, found[0].range, types.CodeActionContext(diagnostics=found[:1]))
    )
    fix = next(action for action in actions if isinstance(action, types.CodeAction))
    assert fix.kind == types.CodeActionKind.QuickFix and fix.diagnostics[0].code == "chain-out-of-order"
    mended = edited(text, fix.edit.changes[uri])
    assert mended == (DEMO / "good.pem").read_text()
    editor.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version=2, uri=uri),
            [types.TextDocumentContentChangeWholeDocument(text=mended)],
        )
    )
    assert await shown(editor, uri) == []
    hover = await editor.text_document_hover_async(types.HoverParams(document, types.Position(3, 0)))
    assert hover.contents.value.startswith("**leaf** `CN=cluster.example.com, O=Example`")
    lenses = await editor.text_document_code_lens_async(types.CodeLensParams(document))
    assert len(lenses) == 3 and "222 days left" in lenses[0].command.title


@pytest.mark.asyncio
async def test_a_value_in_yaml_is_shown_where_it_stands_in_units_of_utf_16(editor: LanguageClient, tmp_path: Path):
    uri = (tmp_path / "values.yaml").as_uri()
    body = (DEMO / "from-pfx.pem").read_text().replace("\n", "\n  ").rstrip()
    text = f"# 𝔘 é\ncrt: |\n  {body}\n"
    editor.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri=uri, language_id="yaml", version=1, text=text))
    )
    found = await shown(editor, uri)
    assert (found[0].code, span(found[0].range)) == ("chain-out-of-order", (34, 2, 75, 27))
