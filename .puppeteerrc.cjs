const { findSystemBrowser } = require('./scripts/find-browser.cjs');

/** A browser of the machine serves as it is; only where there is none, Puppeteer's own download is right. */
const executablePath = findSystemBrowser();

module.exports = executablePath ? { executablePath, skipDownload: true } : {};
