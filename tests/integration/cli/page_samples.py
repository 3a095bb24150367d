"""A page that the tests of `hamgate page` take apart."""

HTML = """<!doctype html>
<title>Chapter &amp; verse</title>
<h1>Chapter one</h1>
<p>A chapter of two<br>lines
<ol><li id="comment-7" class="comment">
<cite class="fn"><a href="https://ann.example" rel="ugc" class="url">Ann</a></cite>
<time datetime="2026-05-01">May 1</time>
<p>Thanks, cheap casino pills
<p>Thanks, win cash
</ol>
<footer>About us</footer>
"""
