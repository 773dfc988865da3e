import './styles/index.css';
import { render } from 'preact';
import { App } from './app.js';
import { startClock } from './now.js';
import { takeCode } from './sign-in/link-code.js';
import { startTheme } from './theme.js';

// First of all: nobody who looks at the address bar or the history sees the code.
takeCode();
startTheme();
startClock();

const place = document.getElementById('app');
if (place !== null) render(<App />, place);
