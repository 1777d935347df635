"""Papers of a state office: one tree, printed by html, pdf, docx and text (design.md, Paper). No ORM here."""
