"""코랩의 링크는 GitHub의 저장소를 적었을 때만 있고, 배포하는 일이 올리는 브랜치를 가리킵니다."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config

from hooks import colab

ROOT = Path(__file__).parents[1]
COLAB = "https://colab.research.google.com/github/owner/re.po/blob/notebooks/ch10/a%20b.ipynb"


@pytest.mark.parametrize("end", ["", "/", ".git", ".git/"])
def test_address_of_a_github_repository(end):
    assert colab.address(f"https://github.com/owner/re.po{end}", "ch10/a b.ipynb") == COLAB


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://gitlab.com/owner/repo",
        "https://github.com/owner",
        "https://github.com.evil.kr/a/b",
    ],
)
def test_no_address_without_a_github_repository(url):
    assert colab.address(url, "ch10/perceptron.ipynb") is None


def test_workflow_pushes_the_branch_the_links_open():
    workflow = (ROOT / ".github/workflows/pages.yml").read_text("utf-8")
    assert f"--initial-branch={colab.BRANCH}" in workflow
    assert "REPO_URL: ${{ github.server_url }}/${{ github.repository }}" in workflow


def test_site_without_a_repository_has_no_link(site):
    assert not [
        page
        for page in site.rglob("*.html")
        if "colab.research.google.com/github" in page.read_text("utf-8")
    ]


def test_site_with_a_repository_links_every_notebook(tmp_path):
    settings = {"site_dir": str(tmp_path), "repo_url": "https://github.com/owner/repo"}
    build(load_config(str(ROOT / "mkdocs.yml"), strict=True, **settings))
    for page in tmp_path.rglob("index.html"):
        html = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        found = html.select_one("a[download]")
        links = [a["href"] for a in html.select("a[href*='colab.research.google.com/github']")]
        wanted = []
        if found:
            place = (page.parent / found["href"]).resolve().relative_to(tmp_path.resolve())
            wanted = [f"https://colab.research.google.com/github/owner/repo/blob/notebooks/{place}"]
        assert links == wanted, page.relative_to(tmp_path)
        # 테마의 저장소 링크는 api.github.com을 부릅니다.
        assert 'data-md-component="source"' not in str(html)
        assert html.select("a.md-source[href='https://github.com/owner/repo']")
