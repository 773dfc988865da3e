/** What is wanted of heating, cooling and air. Temperatures are in the unit of the house. */
export type ClimateWish =
  | {
      readonly action: 'temperature';
      readonly temperature: number;
      /** For how many seconds; until it is changed without it. */
      readonly seconds: number | undefined;
    }
  /** What the control keeps as its comfort temperature, whether it follows it now or not. */
  | { readonly action: 'comfort_temperature'; readonly temperature: number }
  | {
      readonly action: 'mode';
      readonly mode: string | number;
      readonly seconds: number | undefined;
    }
  | {
      readonly action: 'ventilation';
      /** Percent, a step of the fan by number or name, or `on` and `off`. */
      readonly speed: string | number;
      readonly seconds: number | undefined;
    }
  | { readonly action: 'on'; readonly temperature: number | undefined }
  | { readonly action: 'off'; readonly seconds: number | undefined }
  /** Ends what somebody has set for a while. */
  | { readonly action: 'resume' };
