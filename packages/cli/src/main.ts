console.log("sanode");
