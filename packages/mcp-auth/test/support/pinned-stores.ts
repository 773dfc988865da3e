/**
 * Stores that the first version wrote (formats: `keys.toml` 1, `enc:v1`), with a key of each and the
 * master key. Never make these anew: a store that no longer opens here means that the stores of all
 * servers have become unreadable.
 */
export const PINNED_MASTER_KEY = 'Wzl4hr-c2cAnjgqTDCsrcSxcnx5MkmdRJgWSQgLW6vs';

export interface PinnedStore {
  readonly store: 'file' | 'sealed';
  readonly file: string;
  readonly content: string;
  readonly key: string;
}

const TOML = `[store]
format = 1

[[store.peppers]]
id = "p-31fa6bde"
sealed = "enc:v1:Nt5hD1ZfXPgFLX8Z5ldbug:59puNlSBQeYtBFDi4XoOUMDcL8OJyPEesCeQmI6Q9eJLYa5GmOSUX-Zs8zVZJspwIaL7Nae7Utf-rEJaLF2H6aOvjHoizqze"

[sequences]
admin = 1

[[keys]]
id = "mcp_admin_001"
name = "first"
role = "admin"
created_by = "local"
created_at = "2026-09-21T14:13:20Z"
active = true
ip_whitelist = []
hash = "hmac-sha256:p-31fa6bde:G92IKjr_REpUDnQeQN839bnDxEvF7WInQKfF6nw_jSQ"
`;

const SEALED = [
  'enc:v1:Nt5hD1ZfXPgFLX8Z5ldbug:hRDlFucE117Gp1WANA8p3gcwXojvJv-XM5sPy9JJTlJd9IDJb8m2NuFZiiNOxl',
  'zQALCg1p0Y-MpJkIihWfeYKp8jd5bnYFa3h0AKDrsnTl8Lq5DAd3C_IaJ55H8qrXfLwyo_fGHuctxZf6F4ZaYEAoc125',
  'HVXWATp_ljVzQeRGSP27Dol53tz_fcyunNYMiq8auul3XtARj2djJPtaxdKah3VbLDWOZr-sR6kuIUvliolPlS7pfkMM',
  'LhgBkegxZk7nSHIrDwnEsSL-SpPJ6_5VAIxA5Yd8wvYkCBDB5Lugzs45Z72trTweNbuFTdx8P5_oRVsfg4vcPOhv2qyu',
  'Zfm-xyIN8UQz-YGiC90qb4LKe7WMgFVv_BrLX-XEvSgh8D4SH0wrAh79vNRft7eYmV_FksQ2iQG1OO9weTHDe0PIV9bh',
  'Zoa9uaLFxIDn84z-ZD9_tabho1SFbe4nDTgaOpGFdE3Sp7AMpVdRFhXLMeP3uCUHpeC3wR2mu5pSIqD2niGBTB4VPJMn',
  'WnW6WtCxzkO9H9MQCb13bJF-SHxw6Yx5cfYQ3WIO0Eo-bJ5lLoXoXTf-Vs2cH_29FHBdhphICRmsT270ZgjvQjv-cVMV',
  'aTfi_RDnqWNOpaP9QAf66kXjkvTLFeRpRo9Suvp6EjggxSgJmZ9vc6VQyB7k2a4FLPmngsRoOX8_rrGIMEqcLU4oxydk',
  'Q7KKVz0gGu0getP_-FocRwd5mNliAVfyE4xyosUj8HaleDoEZGLKFS2AE_snPaZtTnEfrUejOV2TLCvdGBgE-2dAUnTv',
  'OwHTjPc0etMdvLM54SEfA-2YwYkUkt1-QqsrxuB9BY61n-52eRcayF68ZFmYIXxWSQ-SrIv1so-BYToUJauCD1Ui6WXQ',
  'sKhy0cMdOdPWBeuMeG3A0_UZFytZ2pi5qGX_e-PauZ6Lmr21_wD_HUj089gb_TKMskHz1V3E5dXEFZLiGrR4dYWzJpll',
  '2iURCQ5vGUrbA8pPOQ1oC9SuvVoJtQcpcU4lLMgOr0OJ3msNdwbbFK7WtCngTqTsI6YX7O1QSTrW12qlVb8Kc7CwrnZf',
  'oAtYlv1exR8p9gCA5o22YSAEvFnIyJpT1NLVpu2ySVtsexp4szsHI0H1RW4nr-j5G1YlZatIEM7cUvE31Sl2NIq6o8SH',
  'CJQa2jXdBj-0lg-RgsRxPI8zJoqKeOhAlxW6ay8zdy5J2nVx1NkW0JIh_CFPa4NQy7R5OgxFAYxD2kuq4H9nPdlrTlfo',
  'iFaJP-wg',
].join('');

export const PINNED_STORES: readonly PinnedStore[] = [
  {
    store: 'file',
    file: 'keys.toml',
    content: TOML,
    key: 'mcp_admin_001_lPyM8LiTUp4RZ8e93f6ce6RCcnU7FHzs3o7U8Sdqi2i1xMlVa',
  },
  {
    store: 'sealed',
    file: 'keys.enc',
    content: `${SEALED}\n`,
    key: 'mcp_admin_001_EApwXd8XZ0WrNzTHsCBp6xlFNuJ1l7R9FfqbNfVAxM21jHO1o',
  },
];
