import { describe, expect, it } from 'vitest';
import { parseXml, XmlError } from './xml.ts';

const parse = (text: string) => parseXml(new TextEncoder().encode(text));

describe('the small XML reader', () => {
  it('resolves namespaces, attributes, references and CDATA', () => {
    const root = parse(
      `\ufeff<?xml version="1.0" encoding="UTF-8"?><!-- c --><a:x xmlns:a="urn:a" xmlns="urn:d"><y k='1 &amp; 2'/>t&#x41;&#66;<![CDATA[<&]]></a:x >`,
    );
    expect(root).toMatchObject({ namespace: 'urn:a', name: 'x', text: 'tAB<&' });
    expect(root.children[0]).toMatchObject({ namespace: 'urn:d', name: 'y' });
    expect(root.children[0]!.attributes.get('k')).toBe('1 & 2');
  });

  it.each([
    '<!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>',
    '<a>&boom;</a>',
    '<a>&#0;</a>',
    '<a>& </a>',
    '<a><b></a></b>',
    '<a/><b/>',
    '<a',
    '<a b=c/>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    '<p:a/>',
    '<a>',
    'text',
    '',
    '<?php x ?><a/>',
    '<?xml version="1.0" encoding="windows-1251"?><a/>',
    '<a>'.repeat(50) + '</a>'.repeat(50),
    `<a>${'<b/>'.repeat(20_001)}</a>`,
  ])('refuses %s', text => {
    expect(() => parse(text.slice(0, 200_000))).toThrow(XmlError);
  });

  it('knows a prefix where it is declared and below, and nowhere else', () => {
    const root = parse('<a xmlns:p="1"><b xmlns:p="2"><p:c/></b><p:d/></a>');
    expect(root.children[0]!.children[0]!.namespace).toBe('2');
    expect(root.children[1]!.namespace).toBe('1');
    expect(() => parse('<a><b xmlns:p="1"/><p:c/></a>')).toThrow(XmlError);
  });

  it('takes no time over thousands of prefixes, which every element below knows', () => {
    const prefixes = Array.from({ length: 20_000 }, (_, at) => `xmlns:a${at}="u"`).join(' ');
    const started = performance.now();
    expect(() => parse(`<a ${prefixes}>${'<b/>'.repeat(2000)}</a>`)).toThrow(XmlError);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('takes no time over hostile input', () => {
    const started = performance.now();
    for (const text of ['<a '.repeat(100_000), `<a ${' '.repeat(500_000)}`, `<a>${'&'.repeat(500_000)}`])
      expect(() => parse(text)).toThrow(XmlError);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
