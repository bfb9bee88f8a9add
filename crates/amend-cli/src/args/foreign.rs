//! Flags of Liquibase that pipelines carry along and that change nothing here: they are taken with a warning.

use clap::Args;

/// The flags. They are not listed in the help.
#[derive(Args, Clone, Debug, Default)]
pub struct Foreign {
    /// The drivers are built in
    #[arg(long, global = true, hide = true)]
    driver: Option<String>,
    /// There are no classes to load
    #[arg(long, global = true, hide = true)]
    classpath: Option<String>,
    /// A prompt is shown on a terminal only
    #[arg(long, global = true, hide = true)]
    headless: Option<String>,
    /// Messages go to standard error
    #[arg(long, global = true, hide = true, alias = "logFile")]
    log_file: Option<String>,
    /// There is no banner
    #[arg(long, global = true, hide = true, alias = "showBanner")]
    show_banner: Option<String>,
    /// The result is the summary
    #[arg(long, global = true, hide = true, alias = "showSummary")]
    show_summary: Option<String>,
    /// The result is the summary
    #[arg(long, global = true, hide = true, alias = "showSummaryOutput")]
    show_summary_output: Option<String>,
    /// There is no licence to check
    #[arg(long, global = true, hide = true, alias = "licenseKey")]
    license_key: Option<String>,
    /// A URL names the database
    #[arg(long, global = true, hide = true, alias = "defaultCatalogName")]
    default_catalog_name: Option<String>,
    /// A URL names the database
    #[arg(long, global = true, hide = true, alias = "liquibaseCatalogName")]
    liquibase_catalog_name: Option<String>,
}

impl Foreign {
    /// A warning for each flag that was given.
    pub fn warnings(&self) -> impl Iterator<Item = String> + use<> {
        let flags = [
            ("driver", &self.driver),
            ("classpath", &self.classpath),
            ("headless", &self.headless),
            ("log-file", &self.log_file),
            ("show-banner", &self.show_banner),
            ("show-summary", &self.show_summary),
            ("show-summary-output", &self.show_summary_output),
            ("license-key", &self.license_key),
            ("default-catalog-name", &self.default_catalog_name),
            ("liquibase-catalog-name", &self.liquibase_catalog_name),
        ];
        let given: Vec<String> = flags
            .into_iter()
            .filter(|(_, value)| value.is_some())
            .map(|(flag, _)| format!("`--{flag}` changes nothing in amend"))
            .collect();
        given.into_iter()
    }
}
