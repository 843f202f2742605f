#!/usr/bin/env python3
"""Makes the small files beside this script, one for each trap. Each NAME has NAME.flow, the text that must come out.

Run it in its folder after a change; it needs Python alone. `make.py office` also makes `rik.*` of `rik.fodt` and
`matrise.*`, tables with empty and merged cells and an initial, of `matrise.fodt`, and `hevet.doc`, with LibreOffice
(7.4 was used): lists, notes, boxes, deletions, tables and columns as a real program writes them. `departement.html` and
`gammel.html`, pages of now and of 2003, are written by hand. The sentences are written for this project.
"""
import io
import subprocess
import sys
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(name, parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            info = zipfile.ZipInfo(part, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    save(name, out.getvalue())


def save(name, data):
    with open(name, 'wb') as file:
        file.write(data)


def flow(name, *blocks):
    with open(name + '.flow', 'w', encoding='utf-8') as file:
        file.write('\n\n'.join(blocks))


def run(text, properties=''):
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, properties=''):
    return f'<w:p>{f"<w:pPr>{properties}</w:pPr>" if properties else ""}{"".join(runs)}</w:p>'


def docx():
    body = ''.join([
        paragraph(run('Synlig'), run(' skjult', '<w:vanish/>'), run(' tekst.')),
        paragraph(run('Frist er '), f'<w:del w:id="1"><w:r><w:delText>mandag</w:delText></w:r></w:del>',
                  '<w:ins w:id="2">' + run('tirsdag') + '</w:ins>', run('.')),
        paragraph(run('Åpning'), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>'),
        paragraph(run('Orientering'), properties='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
        '<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>' + paragraph(run('Klikk her')) + '</w:sdtContent></w:sdt>',
        '<w:sdt><w:sdtPr/><w:sdtContent>' + paragraph(run('Utfylt felt.')) + '</w:sdtContent></w:sdt>',
        paragraph(run('Før boksen'), '<w:r><mc:AlternateContent xmlns:mc="x"><mc:Choice><w:txbxContent>'
                  + paragraph(run('I boksen.')) + '</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>'
                  + paragraph(run('I boksen.')) + '</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>', run(' og etter.')),
        '<w:tbl><w:tr><w:tc>' + paragraph(run('År')) + '</w:tc><w:tc>' + paragraph(run('Kroner')) + '</w:tc></w:tr>'
        '<w:tr><w:tc>' + paragraph(run('2020')) + '</w:tc><w:tc>' + paragraph(run('5')) + '</w:tc></w:tr></w:tbl>',
        paragraph(run('D'), properties='<w:framePr w:dropCap="drop" w:lines="3"/>'), paragraph(run('epartementet svarte '), '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', run(' ja.')),
        paragraph(run('Innledning\t3'), properties='<w:pStyle w:val="TOC1"/>'),
        '<w:sectPr><w:headerReference w:type="first" r:id="r1" xmlns:r="r"/><w:headerReference w:type="default" r:id="r2" xmlns:r="r"/><w:titlePg/></w:sectPr>',
    ])
    package('felle.docx', {
        '[Content_Types].xml': '<Types/>',
        'word/document.xml': f'<w:document {W}><w:body>{body}</w:body></w:document>',
        'word/styles.xml': f'<w:styles {W}><w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>',
        'word/numbering.xml': f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        'word/_rels/document.xml.rels': '<Relationships><Relationship Id="r1" Target="header1.xml"/><Relationship Id="r2" Target="header2.xml"/></Relationships>',
        'word/header1.xml': f'<w:hdr {W}>{paragraph(run("Fjordvik kommune"))}</w:hdr>',
        'word/header2.xml': f'<w:hdr {W}>{paragraph(run("Side 2"))}</w:hdr>',
        'word/footnotes.xml': f'<w:footnotes {W}><w:footnote>{paragraph(run("Se vedlegget."))}</w:footnote></w:footnotes>',
        'word/comments.xml': f'<w:comments {W}><w:comment>{paragraph(run("Husk dette"))}</w:comment></w:comments>',
    })
    flow('felle.docx', 'Fjordvik kommune', 'Synlig tekst.', 'Frist er tirsdag.', '1. Åpning', '1.1 Orientering', 'Utfylt felt.',
         'Før boksen og etter.', 'I boksen.', 'År\tKroner\n2020\t5', 'Departementet svarte ☑ ja.', 'Innledning', 'Se vedlegget.')


def docx_notes():
    def mark(note):
        return f'<w:r><w:footnoteReference w:id="{note}"/></w:r>'

    def note(number, text):
        return f'<w:footnote w:id="{number}">{paragraph(run(text))}</w:footnote>'

    body = ''.join([
        paragraph(run('Første side'), mark(7), run(' har en note.')),
        paragraph(run('Den har mer tekst.')),
        paragraph('<w:r><w:br w:type="page"/></w:r>', run('Andre side har to'), mark(3), run(' noter'),
                  '<w:del w:id="1">' + mark(4) + '</w:del>', run('.'), mark(2)),
        paragraph(run('Slutt.')),
    ])
    package('fotnoter.docx', {
        '[Content_Types].xml': '<Types/>',
        'word/document.xml': f'<w:document {W}><w:body>{body}</w:body></w:document>',
        'word/footnotes.xml': f'<w:footnotes {W}>{note(2, "Note to.")}{note(3, "Note tre.")}{note(4, "Slettet note.")}'
        f'{note(7, "Note sju.")}{note(9, "Note uten merke.")}</w:footnotes>',
    })
    flow('fotnoter.docx', 'Første side har en note.', 'Den har mer tekst.',
         'Note sju.\n\x0cAndre side har to noter.', 'Slutt.', 'Note tre.', 'Note to.', 'Note uten merke.')


def odt():
    content = '''<office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s"><office:automatic-styles>
<style:style style:name="P1" style:parent-style-name="Title"/><style:style style:name="T1"><style:text-properties text:display="none"/></style:style>
</office:automatic-styles><office:body><office:text><text:tracked-changes><text:p>Slettet setning.</text:p></text:tracked-changes>
<text:p text:style-name="P1">Referat</text:p><text:p>Møtet<text:s text:c="2"/>ble<text:span text:style-name="T1"> hemmelig</text:span> satt.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>En note.</text:p></text:note-body></text:note></text:p>
<text:list><text:list-item><text:p>Punkt</text:p></text:list-item></text:list></office:text></office:body></office:document-content>'''
    package('felle.odt', {'mimetype': 'application/vnd.oasis.opendocument.text', 'content.xml': content})
    flow('felle.odt', 'Referat', 'Møtet ble satt.', 'En note.', 'Punkt')


def html():
    save('felle.html', '''<!doctype html><html lang="nb"><head><title>Høring</title><meta charset="utf-8"></head><body>
<header><nav>Departementene: Barne- og familiedepartementet</nav></header><main><header><h1>Svar på høring</h1></header>
<div class="sharepoint"><p>Kommunen støtter for&shy;slaget.</p></div><div class="breadcrumbs">Hjem</div><p hidden>Skjult</p>
<ul><li>Første</li><li>Andre</li></ul></main><footer>Kontakt oss</footer></body></html>'''.encode())
    flow('felle.html', 'Svar på høring', 'Kommunen støtter forslaget.', 'Første', 'Andre')


def text():
    save('felle.txt', 'NOTAT\n\nKommunene ønsket over-\nfor staten en avklaring av helse- \nog omsorgsansvaret.\n\x0cSide to.\n'.encode('cp1252'))
    flow('felle.txt', 'NOTAT', 'Kommunene ønsket overfor staten en avklaring av helse- og omsorgsansvaret.\n\x0cSide to.')
    save('felle.md', '# Sak\n\n3. *Åpning*\n4. Referat\n'.encode())
    flow('felle.md', 'Sak', '3. Åpning', '4. Referat')
    save('felle.rtf', b"{\\rtf1\\ansi\\ansicpg1252{\\stylesheet{\\s1 heading 1;}}\\pard\\s1 \\'c5pning\\par\\pard M\\'f8tet {\\v skjult }ble satt.\\par}")
    flow('felle.rtf', 'Åpning', 'Møtet ble satt.')


def mail():
    message = ('From: Kari <kari@example.no>\r\nTo: post@example.no\r\nSubject: =?utf-8?Q?H=C3=B8ring?=\r\nMIME-Version: 1.0\r\n'
               'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nVedlagt svar.\r\n'
               '--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=svar.txt\r\n\r\nSvaret.\r\n--b--\r\n')
    save('felle.eml', message.encode())
    flow('felle.eml', 'Høring', 'Fra: Kari <kari@example.no>', 'Til: post@example.no', 'Vedlagt svar.')
    package('felle.zip', {'brev.txt': 'Et brev', '__MACOSX/._brev.txt': 'x'})
    flow('felle.zip', 'brev.txt')
    package('halv.zip', {'brev.txt': 'Et brev', 'ukjent.bin': '\0' * 64})
    flow('halv.zip', 'brev.txt', 'ukjent.bin')


def pdf(name, pages):
    """A PDF of pages of content streams, in Helvetica (F1) and Courier (F2)."""
    objects = ['<< /Type /Catalog /Pages 2 0 R >>', '']
    fonts = ' '.join(f'/F{number} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>'
                     for number, name in ((1, 'Helvetica'), (2, 'Courier')))
    fonts = f'<< {fonts} >>'
    kids = []
    for content in pages:
        data = content.encode('cp1252')
        objects.append((f'<< /Length {len(data)} >>\nstream\n').encode() + data + b'\nendstream')
        objects.append(f'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font {fonts} >> >>')
        kids.append(f'{len(objects)} 0 R')
    objects[1] = f'<< /Type /Pages /Kids [{" ".join(kids)}] /Count {len(kids)} >>'
    objects_pdf(name, objects)


def objects_pdf(name, objects):
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out, offsets = b'%PDF-1.4\n', []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f'{number} 0 obj\n'.encode() + (body if isinstance(body, bytes) else body.encode('cp1252')) + b'\nendobj\n'
    start = len(out)
    out += f'xref\n0 {len(objects) + 1}\n0000000000 65535 f \n'.encode() + b''.join(b'%010d 00000 n \n' % offset for offset in offsets)
    out += f'trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n'.encode()
    save(name, out)


def stream(content, entries=''):
    return f'<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream'


def interactive():
    """Fields with and without a drawn value, notes on the page, a layer that is off, page labels, an outline."""
    font = '<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >>'
    form = '/Type /XObject /Subtype /Form /BBox [0 0 300 20] /Resources << /Font ' + font + ' >>'
    first = line(70, 700, 'Navn på kommunen:') + line(70, 660, 'Merknad:') + '/OC /Lag BDC\n' + line(70, 500, 'Skjult lag') + 'EMC\n' + line(70, 460, 'Synlig tekst til slutt.')
    objects_pdf('skjema.pdf', [
        '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R] /DR << /Font ' + font + ' >> /DA (/F1 11 Tf) >>'
        ' /OCProperties << /OCGs [12 0 R] /D << /OFF [12 0 R] >> >> /PageLabels << /Nums [0 << /S /r >> 1 << /S /D /P (A-) >>] >>'
        ' /Outlines 13 0 R >>',
        '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Annots [6 0 R 7 0 R 8 0 R 9 0 R]'
        ' /Resources << /Font ' + font + ' /Properties << /Lag 12 0 R >> >> >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 15 0 R /Resources << /Font ' + font + ' >> >>',
        stream(first),
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (navn) /V (Fjordvik kommune) /Rect [180 695 480 715] /P 3 0 R /F 4 /AP << /N 10 0 R >> >>',
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (merknad) /V (Ingen merknader) /DA (/F1 11 Tf) /Rect [180 655 480 675] /P 3 0 R /F 4 >>',
        '<< /Type /Annot /Subtype /FreeText /Contents (Mottatt 3. mai) /Rect [70 600 370 620] /F 4 /AP << /N 11 0 R >> >>',
        '<< /Type /Annot /Subtype /Text /Contents (Husk dette) /Rect [400 600 420 620] /F 4 >>',
        stream('/Tx BMC ' + line(2, 5, 'Fjordvik kommune') + 'EMC', form),
        stream(line(2, 5, 'Mottatt 3. mai'), form),
        '<< /Type /OCG /Name (Lag) >>',
        '<< /Type /Outlines /First 14 0 R /Last 14 0 R /Count 1 >>',
        '<< /Title (Vedlegg om økonomi) /Parent 13 0 R /Dest [4 0 R /XYZ 0 710 0] >>',
        stream(line(70, 700, 'Vedlegg om økonomi') + ''.join(line(70, 680 - 14 * i, text) for i, text in enumerate(FILLER))),
    ])
    flow('skjema.pdf', 'Navn på kommunen: Fjordvik kommune', 'Merknad:\tIngen merknader', 'Mottatt 3. mai', 'Synlig tekst til slutt.\n\x0cVedlegg om økonomi', ' '.join(FILLER))


FILLER = ['Departementet viste til at saken har vært drøftet i flere møter,', 'og at kommunene har fått god tid til å svare på spørsmålene.']


def line(x, y, text, size=11, before=''):
    escaped = text.replace('\\', '\\\\').replace('(', '\\(').replace(')', '\\)')
    return f'{before} BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET\n'


def pdfs():
    filler = FILLER
    page = ''.join(line(70, 700 - 14 * i, text) for i, text in enumerate(filler))
    pdf('usynlig.pdf', [page + line(70, 600, 'Hvit skrift', before='1 g') + line(700, 600, 'Utenfor arket', before='0 g')
                        + 'q 0 0 100 100 re W n ' + line(300, 500, 'Klippet bort') + 'Q\n' + '3 Tr ' + line(70, 550, 'Usynlig') + '0 Tr\n'
                        + '0 0.2 0.6 rg 60 440 300 30 re f\n' + line(70, 450, 'Hvitt på blått', before='1 g')])
    flow('usynlig.pdf', ' '.join(filler), 'Hvitt på blått')
    head = ['Referat fra møtet – side 1', 'Referat fra møtet – side 2']
    first = line(70, 800, head[0], 9) + line(70, 700, 'Kommunene ønsket en avklaring av ansvaret for de nye opp-')
    second = line(70, 800, head[1], 9) + line(70, 700, 'gavene, og av hvem som betaler.') + line(70, 650, 'Møtet ble hevet.')
    pdf('sideskift.pdf', [first, second])
    flow('sideskift.pdf', 'Kommunene ønsket en avklaring av ansvaret for de nye oppgavene, og av hvem som betaler.\n\x0cMøtet ble hevet.')
    rows = [('Kommune', 'Inntekt', 'Vekst', 'Merknad'), ('Fjordvik', '7 499,4', '+1,0', 'vertskommune'), ('Elvehavn', '1 868,4', '-1,9', 'ingen endring'),
            ('Nordbygd', '552,9', '+8,3', 'skjønnsmidler'), ('Sørbygd', '9 479,3', '+8,6', 'egen søknad')]
    table = ''.join(line(x, 600 - 16 * i, cell) for i, row in enumerate(rows) for x, cell in zip((70, 180, 280, 380), row))
    pdf('tabell.pdf', [page + table])
    flow('tabell.pdf', ' '.join(filler), '\n'.join('\t'.join(row) for row in rows))
    # Who met when: empty cells keep their columns, without borders, with them, and with rules around columns only.
    met = [('Navn', '1. mars', '12. april', '3. mai'), ('Kari Moen', 'x', 'x', ''), ('Ola Li', '', 'x', 'x'), ('Per Vik', '', '', ''),
           ('Anne Dal', 'x', '', 'x'), ('Jon Sund', '', '', 'x')]
    cells = ''.join(line(x + (18 if i and j else 0), 600 - 16 * i, cell) for i, row in enumerate(met) for j, (x, cell) in enumerate(zip((74, 224, 304, 384), row)) if cell)
    upright = ''.join(f'{x} 613 m {x} 515 l S\n' for x in (70, 220, 300, 380, 460))
    across = [''.join(f'70 {y} m 460 {y} l S\n' for y in ys) for ys in (range(613, 500, -16), (613, 595, 515))]
    pdf('matrise.pdf', [page + cells] + [cells + upright + rules for rules in across])
    table = '\n'.join('\t'.join(row).rstrip() for row in met)
    flow('matrise.pdf', ' '.join(filler), '\n\x0c'.join([table] * 3))
    # Rules part cells that wrap, one row is stroked and one made of thin bars; a gap narrower than a blank parts "Sak" and "Tiltak".
    cells = [[(74, 636, 'Sak'), (96, 636, 'Tiltak'), (300, 636, 'Ansvar')],
             [(74, 616, '1'), (96, 616, 'Departementet lager et felles grunnlag'), (96, 603, 'for beregning av kostnadene.'), (300, 616, 'KDD og FIN i sam-'), (300, 603, 'arbeid med KS')],
             [(74, 583, '2'), (96, 583, 'Partene møtes på administrativt nivå'), (96, 570, 'før neste møte.'), (300, 583, 'KS')]]
    rules = ''.join(f'70 {y} m 450 {y} l S\n' for y in (650, 630, 597)) + '70 564 380 0.5 re f\n'
    rules += ''.join(f'{x} 650 m {x} 564 l S\n' for x in (70, 94, 296, 450))
    pdf('rutetabell.pdf', [page + rules + ''.join(line(*cell) for row in cells for cell in row)])
    flow('rutetabell.pdf', ' '.join(filler), 'Sak\tTiltak\tAnsvar\n1\tDepartementet lager et felles grunnlag for beregning av kostnadene.\t'
         'KDD og FIN i samarbeid med KS\n2\tPartene møtes på administrativt nivå før neste møte.\tKS')
    # A box beside text, and two tables side by side: nothing may be lost.
    beside = ''.join(line(70, 600 - 14 * i, text) for i, text in enumerate(['Avsnittet ved siden av boksen handler om klimatiltak i alle', 'kommunene, og går over flere linjer enn boksen selv har,', 'og kommunene ba om mer tid til å svare på spørsmålene om', 'det, slik at det slutter under den.']))
    beside += ''.join(line(405, 600 - 14 * i, text, 9) for i, text in enumerate(['Faktaboks', 'Ordningen med konsultasjoner', 'ble innført i 2001.'])) + '395 560 160 55 re S\n'
    for x, words in ((70, ('A', 'B', 'C', 'D')), (320, ('E', 'F', 'G', 'H'))):
        beside += ''.join(line(x + 5 + 80 * (i % 2), 490 - 20 * (i // 2), word + ' celle') for i, word in enumerate(words))
        beside += ''.join(f'{x} {y} m {x + 160} {y} l S\n' for y in (505, 485, 465)) + ''.join(f'{at} 505 m {at} 465 l S\n' for at in (x, x + 80, x + 160))
    pdf('boks.pdf', [page + beside])
    flow('boks.pdf', ' '.join(filler), 'Avsnittet ved siden av boksen handler om klimatiltak i alle kommunene, og går over flere linjer enn boksen selv har, og kommunene ba om mer tid til å svare på spørsmålene om det, slik at det slutter under den.',
         'A celle\tB celle\nC celle\tD celle', 'E celle\tF celle\nG celle\tH celle', 'Faktaboks', 'Ordningen med konsultasjoner ble innført i 2001.')
    left = ['Kommunene skal planlegge for', 'angrep, bortfall av drikkevann', 'og mottak av evakuerte i krig.', 'Det krever folk, øvelser og', 'reservedeler.']
    right = ['Digitalisering gir gode', 'tjenester, men gjør oss mer', 'sårbare. Små kommuner har', 'sjelden egne miljøer, og vil', 'samarbeide.']
    columns = ''.join(line(70, 700 - 14 * i, text) for i, text in enumerate(left)) + ''.join(line(235, 700 - 14 * i, text) for i, text in enumerate(right))
    pdf('spalter.pdf', [columns])
    flow('spalter.pdf', ' '.join(left), ' '.join(right))
    note = page + line(367, 690, '1', 6) + line(70, 99, '1', 6) + line(75, 96, 'Se vedlegg 2 til brevet.', 8)
    # A gutter narrower than the blanks of the lines beside it: Courier, 6 points a letter.
    narrow = [('Kommunene skal planlegge for', 'Digitalisering gir gode'), ('angrep, bortfall av vann, og', 'tjenester, men gjør alle mer'),
              ('mottak av evakuerte i krig,', 'sårbare enn før. De minste'), ('og det krever både folk, nye', 'kommunene har sjelden egne'),
              ('øvelser og mange reservedeler', 'miljøer, og vil samarbeide om'), ('som ingen av dem har i dag.', 'dette arbeidet i tiårene som'),
              ('Fylkene skal samordne det, og', 'kommer, slik de har gjort det'), ('staten betale for øvelsene,', 'før om skole, helse og veier.'),
              ('slik at alle kan delta i dem', 'Det vil gå bra for de fleste'), ('fra første dag av neste år.', 'av dem, men ikke for alle.')]
    columns = ''.join(line(70, 600 - 12 * i, left, 10) + line(249, 600 - 12 * i, right, 10) for i, (left, right) in enumerate(narrow)).replace('/F1', '/F2')
    pdf('smalspalte.pdf', [page + columns])
    flow('smalspalte.pdf', ' '.join(filler), *[' '.join(row[side] for row in narrow) for side in (0, 1)])
    # An initial of two lines, a heading of letters set apart, bullets, and numbers of lines in the margin.
    initial = line(150, 780, 'R E F E R A T', 14) + line(70, 686, 'D', 38) + line(101, 700, 'epartementet viste til at saken har vært drøftet i')
    initial += line(101, 686, 'flere møter, og at alle kommunene har fått god tid til') + line(70, 672, 'å svare på spørsmålene om økonomien.')
    initial += ''.join(line(70, 640 - 16 * i, '\u2022') + line(88, 640 - 16 * i, text) for i, text in enumerate(('Første krav', 'Andre krav', 'Tredje krav')))
    counted = ''.join(line(70, 760 - 18 * i, filler[i % 2]) + line(45, 760 - 18 * i, str(i + 1), 8) for i in range(20))
    # Lines as long as each other are not centered; heads of narrow columns are told by cells further down.
    close = line(70, 700, 'Kule en') + line(70, 686, 'Kule to') + ''.join(line(70, 672 - 14 * i, text) for i, text in enumerate(filler))
    close += ''.join(line(x, 560 - 18 * i, cell) for i, row in enumerate((('Navn', 'Møtt', 'Forfall'), ('Kari Moen', 'x'), ('Ola Li', '', 'x'), ('Per Vik', 'x')))
                     for x, cell in zip((70, 180, 217), row) if cell)
    pdf('tegn.pdf', [initial, counted, close])
    flow('tegn.pdf', 'REFERAT', 'Departementet viste til at saken har vært drøftet i flere møter, og at alle kommunene har fått god tid til å svare på spørsmålene om økonomien.',
         'Første krav', 'Andre krav', 'Tredje krav\n\x0c' + ' '.join(filler * 10) + '\n\x0cKule en', 'Kule to', ' '.join(filler),
         'Navn\tMøtt\tForfall\nKari Moen\tx\nOla Li\t\tx\nPer Vik\tx')
    # A title and what stands below it in the same size are two headings; a title of two lines is one.
    titles = line(150, 780, 'Samarbeid om velferd', 16) + line(70, 750, 'Referat fra et tenkt møte', 16)
    titles += ''.join(line(70, 715 - 14 * i, text) for i, text in enumerate(filler))
    titles += line(70, 560, 'En lang overskrift som går over', 16) + line(70, 539, 'to linjer', 16) + line(70, 515, 'Møtet ble hevet.')
    pdf('titler.pdf', [titles])
    flow('titler.pdf', 'Samarbeid om velferd', 'Referat fra et tenkt møte', ' '.join(filler), 'En lang overskrift som går over to linjer', 'Møtet ble hevet.')
    pdf('fotnote.pdf', [note])
    flow('fotnote.pdf', ' '.join(filler), 'Se vedlegg 2 til brevet.')


def raised():
    """Figures that were raised by hand, tables in tables, what is hidden by sections and fields, what tracked changes remember."""
    sentence = [('Etter kommunen', 0), ('1', 1), (' og loven', 0), ('12', 1), ('gjelder 20 m', 0), ('2', 1), (' fra 2020', 0), ('3', 1), (', ikke før.', 0), ('4)', 1)]
    told = 'Etter kommunen 1 og loven 12 gjelder 20 m2 fra 2020 3, ikke før. 4)'

    def field(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def row(*cells):
        return '<w:tr>' + ''.join(f'<w:tc>{cell}</w:tc>' for cell in cells) + '</w:tr>'

    inner = '<w:tbl>' + row(paragraph(run('i1')), paragraph(run('i2'))) + row(paragraph(run('i3')), paragraph(run('i4'))) + '</w:tbl>'
    body = ''.join([
        paragraph(*[run(text, '<w:vertAlign w:val="superscript"/>' if up else '') for text, up in sentence]),
        paragraph(*[run(text, '<w:position w:val="8"/><w:sz w:val="16"/>' if up else '') for text, up in sentence]),
        paragraph(run('Ny form', '<w:rPrChange w:id="1"><w:rPr><w:vanish/><w:b/></w:rPr></w:rPrChange>'), run(' synes.')),
        paragraph(run('Nå brødtekst.'), properties='<w:pPrChange w:id="2"><w:pPr><w:pStyle w:val="Overskrift"/><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'),
        paragraph(run('Svaret er '), field('begin'), run('regnet '), field('begin'), run('ut '), field('separate'), run('av '), field('end'),
                  field('separate'), run('ja'), field('end'), run('.')),
        paragraph(run('Et felt uten slutt '), field('begin'), run('x')), paragraph(run('skjuler ikke resten.')),
        '<w:tbl>' + row(paragraph(run('Ytre')), inner + '<w:p/>') + row(paragraph(run('A')), paragraph(run('B'))) + '</w:tbl>',
        '<w:altChunk r:id="r4" xmlns:r="r"/>',
        paragraph(run('Se figuren.'), '<w:r><w:drawing><dgm:relIds xmlns:dgm="d" xmlns:r="r" r:dm="r5"/></w:drawing></w:r>'),
        paragraph(run('Tittel på linjen.'), properties='<w:outlineLvl w:val="1"/><w:rPr><w:vanish/><w:specVanish/></w:rPr>'), paragraph(run(' Teksten går videre.')),
        paragraph(run('På ny side.'), properties='<w:pageBreakBefore/>'),
        '<w:sectPr><w:headerReference w:type="first" r:id="r1" xmlns:r="r"/></w:sectPr>',
    ])
    package('hevet.docx', {
        '[Content_Types].xml': '<Types/>',
        'word/document.xml': f'<w:document {W}><w:body>{body}</w:body></w:document>',
        'word/_rels/document.xml.rels': '<Relationships><Relationship Id="r1" Target="header1.xml"/><Relationship Id="r4" Target="chunk.html"/>'
        '<Relationship Id="r5" Target="diagrams/data1.xml"/></Relationships>',
        'word/header1.xml': f'<w:hdr {W}>{paragraph(run("Ingen første side har dette hodet"))}</w:hdr>',
        'word/chunk.html': '<html><body><p>Satt inn som nettside.</p></body></html>',
        'word/diagrams/data1.xml': '<dgm:dataModel xmlns:dgm="d" xmlns:a="a">' + ''.join(
            f'<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>' for text in ('Staten &amp; KS', 'Kommunene')) + '</dgm:dataModel>',
    })
    flow('hevet.docx', told, told, 'Ny form synes.', 'Nå brødtekst.', 'Svaret er ja.', 'Et felt uten slutt', 'skjuler ikke resten.', 'Ytre', 'i1\ti2\ni3\ti4',
         'A\tB', 'Satt inn som nettside.', 'Se figuren.', 'Staten & KS', 'Kommunene', 'Tittel på linjen. Teksten går videre.\n\x0cPå ny side.')
    span = ''.join(f'<text:span text:style-name="T1">{text}</text:span>' if up else text for text, up in sentence)

    def cells(*texts):
        return '<table:table-row>' + ''.join(f'<table:table-cell office:value-type="string">{text}</table:table-cell>' for text in texts) + '</table:table-row>'

    def table(*rows):
        return '<table:table><table:table-column table:number-columns-repeated="2"/>' + ''.join(rows) + '</table:table>'

    inner = table(cells('<text:p>i1</text:p>', '<text:p>i2</text:p>'), cells('<text:p>i3</text:p>', '<text:p>i4</text:p>'))
    names = ' '.join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in (
        ('office', 'office'), ('text', 'text'), ('style', 'style'), ('table', 'table'), ('draw', 'drawing'), ('svg', 'svg-compatible')))
    content = f'''<office:document-content {names} office:version="1.2"><office:automatic-styles>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="33% 58%"/></style:style></office:automatic-styles><office:body><office:text>
<text:p>{span}</text:p>{table(cells('<text:p>Ytre</text:p>', inner), cells('<text:p>A</text:p>', '<text:p>B</text:p>'))}
<text:section text:name="a" text:display="none"><text:section text:name="b"><text:p>Skjult del</text:p></text:section></text:section>
<text:section text:name="c" text:display="condition" text:condition="ooow:1" text:is-hidden="true"><text:p>Skjult av et vilkår</text:p></text:section>
<text:p><text:hidden-paragraph text:condition="ooow:1" text:is-hidden="true"/>Skjult avsnitt</text:p>
<text:p>Et bilde<draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm"><draw:image><office:binary-data>iVBORw0KGgo=</office:binary-data></draw:image><svg:title>Tittel</svg:title><svg:desc>Beskrivelse</svg:desc></draw:frame> i teksten.</text:p>
<text:p>Til slutt <text:hidden-text text:condition="ooow:0" text:string-value="synlig" text:is-hidden="false">synlig</text:hidden-text><text:hidden-text text:condition="ooow:1" text:string-value="x" text:is-hidden="true">skjult</text:hidden-text> tekst.</text:p>
</office:text></office:body></office:document-content>'''
    package('hevet.odt', {'mimetype': 'application/vnd.oasis.opendocument.text', 'META-INF/manifest.xml': '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
                          '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
                          '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>', 'content.xml': content})
    rows = ['Ytre', 'i1\ti2\ni3\ti4', 'A\tB']
    flow('hevet.odt', told, *rows, 'Et bilde i teksten.', 'Til slutt synlig tekst.')
    rtf = ''.join('{\\super ' + text + '}' if up else text for text, up in sentence).replace('ø', "\\'f8")
    shape = '{\\*\\nesttableprops\\trowd\\cellx500\\cellx1000\\nestrow}{\\nonesttables\\par}'
    save('hevet.rtf', ('{\\rtf1\\ansi\\pard ' + rtf + '\\par\\pard Loven\\up6\\fs16 5\\up0 gjelder her.\\par\\trowd\\cellx1000\\cellx2000\\pard\\intbl Ytre\\cell '
                       '\\pard\\intbl\\itap2 i1\\nestcell i2\\nestcell' + shape + '\\pard\\intbl\\itap2 i3\\nestcell i4\\nestcell' + shape +
                       '\\pard\\intbl\\itap1\\cell\\row\\trowd\\cellx1000\\cellx2000\\pard\\intbl A\\cell B\\cell\\row\\pard Slutt.\\par}').encode())
    for ending in ('rtf', 'doc'):
        flow(f'hevet.{ending}', told, 'Loven 5 gjelder her.', *rows, 'Slutt.')
    # As browsers print them: nine tenths of the size, a third of it above the line; and lowered ones.
    def drawn(y, smaller, rise):
        out, x = '', 70
        for text, up in sentence + [(' CO', 0), ('2', -1)]:
            size = 12 * (smaller if up else 1)
            out += f'BT /F2 {size:.2f} Tf {x:.2f} {y + rise * 12 * up:.2f} Td ({text.replace(")", chr(92) + ")")}) Tj ET\n'
            x += len(text) * size * 0.6
        return out
    pdf('hevet.pdf', [''.join(drawn(700 - 60 * i, *form) for i, form in enumerate(((0.83, 0.33), (0.9, 0.33), (0.8, 0.38), (0.65, 0.35), (0.83, 0.5))))])
    flow('hevet.pdf', *[told + ' CO2'] * 5)
    # Lines that a hyphen ends go on whatever the room after them; a note's mark stands between words, not in one.
    short = ['Møtet ble ledet av Per-', 'Åge Hansen fra Nord-', 'Troms, og handlet om perioden 2020–', '2024 og om IKT-', 'utstyr til alle kommunene.']
    lines = ''.join(line(70, 700 - 14 * i, text) for i, text in enumerate(FILLER)) + ''.join(line(70, 640 - 14 * i, text) for i, text in enumerate(short))
    mark = line(70, 500, 'Kommunen') + line(122, 504, '1', 6) + line(126.5, 500, 'svarte.') + line(70, 99, '1', 6) + line(75, 96, 'Se vedlegg 2 til brevet.', 8)
    pdf('streker.pdf', [lines + mark])
    flow('streker.pdf', ' '.join(FILLER), 'Møtet ble ledet av Per-Åge Hansen fra Nord-Troms, og handlet om perioden 2020–2024 og om IKT-utstyr til alle kommunene.',
         'Kommunen svarte.', 'Se vedlegg 2 til brevet.')
    # A stamp across every page, and running heads of chapters that two of six pages have.
    body = ''.join(line(70, 700 - 14 * i, text) for i, text in enumerate(FILLER))
    pages = [line(70, 815, 'Høringsnotat' if n % 2 else f'Kapittel {1 + n // 4}', 9) + body + line(70, 640, f'Dette er avsnitt {"abcdefgh"[n]}.') + line(200, 400, 'KOPI', 60) for n in range(8)]
    pdf('stempel.pdf', pages)
    flow('stempel.pdf', '\n\x0c'.join(' '.join(FILLER) + f'\n\nDette er avsnitt {"abcdefgh"[n]}.' for n in range(8)))
    # Four lines of two justified columns, a gutter of a blank and a half apart.
    short = [('Kommunene skal planlegge for', 'Digitalisering gir gode og'), ('angrep, bortfall av vann, og', 'raske tjenester, men gjør de'),
             ('mottak av evakuerte i krigen', 'fleste mer utsatt enn i dag.'), ('og det krever folk, øvelser.', 'Kommunene vil ha all hjelpen.')]

    def justified(x, y, text):
        words = text.split()
        room = (28 * 6 - sum(len(word) for word in words) * 6) / (len(words) - 1)
        out = ''
        for word in words:
            out += line(x, y, word, 10)
            x += len(word) * 6 + room
        return out.replace('/F1', '/F2')
    page = ''.join(line(70, 700 - 12 * i, text, 10) for i, text in enumerate(FILLER)).replace('/F1', '/F2')
    pdf('kortspalte.pdf', [page + ''.join(justified(70, 600 - 12 * i, left) + justified(70 + 28 * 6 + 7.5, 600 - 12 * i, right) for i, (left, right) in enumerate(short))])
    flow('kortspalte.pdf', ' '.join(FILLER), *[' '.join(row[side] for row in short) for side in (0, 1)])


docx(), docx_notes(), odt(), html(), text(), mail(), pdfs(), interactive(), raised()
if sys.argv[1:] == ['office']:
    for ending in ('docx', 'odt', 'doc', 'rtf'):
        subprocess.run(['soffice', '--headless', '--convert-to', ending, 'rik.fodt', 'matrise.fodt'], check=True)
    subprocess.run(['soffice', '--headless', '--convert-to', 'html', 'matrise.fodt'], check=True)
    subprocess.run(['soffice', '--headless', '--convert-to', 'doc', 'hevet.rtf'], check=True)
    for ending in ('docx', 'odt', 'doc', 'rtf', 'html', 'fodt'):
        flow(f'matrise.{ending}', 'Navn\t1. mars\t12. april\t3. mai\nKari Moen\tx\t\tx\nOla Li\t\t\tx\nPer Vik\nAnne Dal\t\tx',
             'Mellom tabellene står det en setning.', 'Sak\tSvar\t\tMerknad\n\tJa\tNei\nSkole\t\tx\tny\nHelse\tx\t\tgammel', 'Neste avsnitt kommer her, og begynner med en bokstav som er tre linjer høy, slik at teksten må være noe lengre enn de andre.')
    subprocess.run('qpdf --encrypt hemmelig eier 256 -- skjema.pdf laast.pdf; qpdf --encrypt "" eier 128 --use-aes=y -- skjema.pdf eierlaast.pdf',
                   shell=True, check=True)
