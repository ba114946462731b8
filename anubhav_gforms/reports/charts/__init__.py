"""Pictures of numbers: one scene per chart, two painters.

scene (what a picture is made of) · marks (what each role looks like) · to_svg, to_pdf (the painters) ·
funnel, ladder, trend, letters, weeks, hours, map (numbers → scene, one chart a file)
"""
