//! Signals that end a run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use crate::Exit;

/// Whether somebody wants the run to end. The first signal ends it in good order: the statement under way is stopped,
/// its transaction undone and the locks freed. A second one ends the process at once; the server then undoes and frees.
#[derive(Clone, Debug)]
pub struct Signal {
    /// Becomes true with the first signal.
    pub raised: Arc<AtomicBool>,
    number: Arc<AtomicI32>,
}

impl Signal {
    /// Listens from now on, on a thread of its own: also while a plan is computed a second signal ends the process.
    pub fn listen() -> Self {
        let signal = Self { raised: Arc::default(), number: Arc::new(AtomicI32::new(2)) };
        #[cfg(unix)]
        signal.clone().listen_on_a_thread();
        signal
    }

    #[cfg(unix)]
    fn listen_on_a_thread(self) {
        let (ready, is_ready) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            if let Ok(runtime) = runtime {
                runtime.block_on(self.heed(ready));
            }
        });
        // Where no thread can listen, signals end the process as they always do.
        let _ = is_ready.recv();
    }

    #[cfg(unix)]
    async fn heed(self, ready: std::sync::mpsc::Sender<()>) {
        use tokio::signal::unix::{SignalKind, signal};
        let streams = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()), signal(SignalKind::hangup()));
        let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)) = streams else { return };
        if ready.send(()).is_err() {
            return;
        }
        loop {
            let number = tokio::select! {
                _ = interrupt.recv() => 2,
                _ = terminate.recv() => 15,
                _ = hangup.recv() => 15,
            };
            self.number.store(number, Ordering::Relaxed);
            if self.raised.swap(true, Ordering::Relaxed) {
                std::process::exit(128 + number);
            }
        }
    }

    /// How the program ends after a signal.
    pub fn exit(&self) -> Exit {
        if self.number.load(Ordering::Relaxed) == 15 { Exit::Terminated } else { Exit::Interrupted }
    }
}
