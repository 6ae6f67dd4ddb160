import { startPopup } from './start-popup.tsx';

// Of the popup alone: this stands in the chunk that other pages and the worker, which has no document, read too.
const root = globalThis.document?.getElementById('popup');
if (root) void startPopup(root);
