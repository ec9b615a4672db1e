import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meansFiles } from '../app/ui/clipboard-content.js';

const picture = { name: 'image.png', type: 'image/png' };
const photo = { name: 'see hund.jpg', type: 'image/jpeg' };
const film = { name: 'film.mp4', type: 'video/mp4' };

/** Clipboards as programs fill them, and whether they hold files. @type {Record<string, [Parameters<typeof meansFiles>[0], boolean]>} */
const clipboards = {
  'cells of Excel': [{ text: '1\t2\r\n3\t4\r\n', html: '<table><tr><td>1</td></tr></table>', files: [picture] }, false],
  'one cell of LibreOffice with an address': [
    { text: 'https://example.org/a.png\n', html: '<table><td>https://example.org/a.png</td></table>', files: [picture] }, false,
  ],
  'cells of Numbers, which gives no HTML': [{ text: '1\t2', html: '', files: [picture] }, false],
  'a paragraph of Word': [{ text: 'Dear Ben,\r\n', html: '<p class=MsoNormal>Dear Ben,</p>', files: [picture] }, false],
  'a paragraph of Word with pictures in it': [
    { text: 'Look: \r\n', html: '<p>Look: <img src="file:///C:/a.png"></p>', files: [picture] }, false,
  ],
  'a picture of the screen': [{ text: '', html: '', files: [picture] }, true],
  'a picture copied in Chromium': [{ text: '', html: '<img src="https://example.org/a.png">', files: [picture] }, true],
  'a picture copied in Firefox': [
    { text: 'https://example.org/a.png', html: '<img src="https://example.org/a.png">', files: [picture] }, true,
  ],
  'a chart': [{ text: ' \n', html: '<img src="data:image/png;base64,AAAA">', files: [picture] }, true],
  'a photo from the Finder': [{ text: 'see hund.jpg', html: '', files: [photo] }, true],
  'photos from Nautilus': [{ text: '/home/a/see hund.jpg\n/home/a/image.png', html: '', files: [photo, picture] }, true],
  'a photo from Dolphin': [{ text: 'file:///home/a/see%20hund.jpg\r\n', html: '', files: [photo] }, true],
  'a photo from the Explorer': [{ text: '', html: '', files: [photo] }, true],
  'a film and a photo with a word about them': [{ text: 'holiday', html: '', files: [photo, film] }, true],
  'nothing but words': [{ text: 'words', html: '<b>words</b>', files: [] }, false],
  'nothing at all': [{ text: '', html: '', files: [] }, false],
};

for (const [what, [forms, files]] of Object.entries(clipboards)) {
  test(`${what} ${files ? 'is' : 'is not'} taken for files`, () => {
    assert.equal(meansFiles(forms), files);
  });
}
