import '../../components/theme/theme.css';
import './popup.css';
import { startPopup } from './start-popup.tsx';

const root = document.getElementById('root');
if (root) await startPopup(root);
