"""Documents of headings, paragraphs, pictures and tables, written as Word, PDF, Markdown and workbook."""
