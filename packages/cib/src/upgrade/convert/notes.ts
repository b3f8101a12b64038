/** What a conversion changed that the configuration's owner should know. */
export interface ConversionNote {
  readonly severity: "warning" | "info";
  readonly message: string;
}

/** Takes notes during a conversion. */
export class Notes {
  readonly list: ConversionNote[] = [];

  warn(message: string): void {
    this.list.push({ severity: "warning", message });
  }

  inform(message: string): void {
    this.list.push({ severity: "info", message });
  }
}
