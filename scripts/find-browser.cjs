/**
 * Where a Chromium or Chrome is on this machine. Plain CommonJS for old Nodes: `setup.mjs` and `.puppeteerrc.cjs` use it
 * before anything is installed.
 */
const { existsSync, readdirSync } = require('node:fs');
const { homedir } = require('node:os');
const { delimiter, join } = require('node:path');

const LINUX_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function fixedPlaces() {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (process.platform === 'win32') {
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter(Boolean)
      .map(folder => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  }
  const folders = [
    ...(process.env.PATH || '').split(delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/opt/google/chrome',
  ];
  // Snap's wrapper may not see the project's folders.
  return folders
    .filter(folder => folder && !folder.startsWith('/snap'))
    .flatMap(folder => LINUX_NAMES.map(name => join(folder, name)));
}

/** A browser of the machine (or the one that CHROME_PATH or PUPPETEER_EXECUTABLE_PATH names); null when there is none. */
function findSystemBrowser() {
  const named = process.env.CHROME_PATH || process.env.PUPPETEER_EXECUTABLE_PATH;
  if (named) return existsSync(named) ? named : null;
  return fixedPlaces().find(path => existsSync(path)) || null;
}

/** Whether Puppeteer has downloaded a Chrome of its own. */
function hasPuppeteerChrome() {
  const cache = process.env.PUPPETEER_CACHE_DIR || join(homedir(), '.cache', 'puppeteer');
  try {
    return readdirSync(join(cache, 'chrome')).some(name => !name.startsWith('.'));
  } catch {
    return false;
  }
}

module.exports = { findSystemBrowser, hasPuppeteerChrome };
