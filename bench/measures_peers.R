# quanteda.textstats as a peer of bench/measures.py: Rscript bench/measures_peers.R COUNTS. Prints JSON.
suppressWarnings(suppressPackageStartupMessages({library(quanteda); library(quanteda.textstats)}))
quanteda_options(threads = 1)
counts <- read.delim(commandArgs(trailingOnly = TRUE)[1], header = FALSE, quote = "", stringsAsFactors = FALSE)
m <- rbind(counts[[2]], counts[[3]])
dimnames(m) <- list(c("first", "second"), sprintf("w%06d", seq_len(ncol(m))))
x <- as.dfm(m)
seconds <- numeric()
for (run in 1:5) {
  used <- system.time(found <- textstat_keyness(x, target = 1L, measure = "lr", correction = "none", sort = FALSE))
  seconds <- c(seconds, used[["elapsed"]])
}
values <- paste(sprintf("%.17g", found$G2), collapse = ",")
cat(sprintf('{"seconds": %f, "values": [%s]}\n', sort(seconds)[3], values))
