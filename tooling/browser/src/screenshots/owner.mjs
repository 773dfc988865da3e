/** The owner of a demo, who does by the API what people do at the page. */
export class Owner {
  #origin;
  #cookie = '';
  #csrf = '';

  /** @param {string} origin - Of the server. */
  constructor(origin) {
    this.#origin = origin;
  }

  /** @param {string} link - Good for signing in once. */
  async signIn(link) {
    const code = new URL(link).hash.slice('#code='.length);
    const response = await this.#fetch('POST', '/admin/api/session', { code });
    this.#cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    this.#csrf = (await response.json()).csrfToken;
  }

  /** For a browser that is to be signed in as this owner. */
  get cookie() {
    const [name = '', value = ''] = this.#cookie.split('=');
    return { name, value, url: this.#origin };
  }

  /** Makes a key. @returns its id and the key itself. */
  async makeKey(request) {
    const response = await this.#fetch('POST', '/admin/api/keys', request);
    const { key, secret } = await response.json();
    return { id: key.id, secret };
  }

  /** @param {string} path - Below `/admin/api`. */
  async post(path, body = {}) {
    await this.#fetch('POST', `/admin/api${path}`, body);
  }

  /** Sets a mood of a light controller, both by their names. */
  async setMood(lights, mood) {
    const response = await this.#fetch('GET', '/admin/api/house');
    const { rooms } = await response.json();
    const control = rooms.flatMap(({ controls }) => controls).find(({ name }) => name === lights);
    const command = control.commands.find(({ name }) => name === 'set-mood');
    const { value } = command.argument.choices.find(({ text }) => text === mood);
    await this.post(`/house/${encodeURIComponent(control.id)}/act`, {
      command: command.name,
      args: { [command.argument.name]: value },
    });
  }

  /** What somebody does with a key of theirs, over REST; a refusal is an answer like any other. */
  async use(secret, method, path, body) {
    const response = await fetch(`${this.#origin}/api${path}`, {
      method,
      headers: { 'X-API-Key': secret, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
  }

  async #fetch(method, path, body) {
    const response = await fetch(`${this.#origin}${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        Cookie: this.#cookie,
        'X-CSRF-Token': this.#csrf,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new TypeError(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return response;
  }
}
