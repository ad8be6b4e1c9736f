# quanteda as a peer of bench/coding.py: Rscript bench/peers.R FOLDER. Prints seconds, hits and peak memory as JSON.
suppressWarnings(suppressPackageStartupMessages(library(quanteda)))
folder <- commandArgs(trailingOnly = TRUE)[1]
quanteda_options(threads = 1)
texts <- readLines(file.path(folder, "texts.txt"), encoding = "UTF-8", warn = FALSE)
patterns <- readLines(file.path(folder, "patterns.txt"), encoding = "UTF-8", warn = FALSE)
keys <- dictionary(setNames(as.list(patterns), sprintf("p%05d", seq_along(patterns))), tolower = FALSE)
seconds <- numeric()
for (run in 1:3) {
  used <- system.time({
    toks <- tokens(texts, split_hyphens = TRUE)
    found <- tokens_lookup(toks, keys, valuetype = "fixed", case_insensitive = FALSE)
  })
  seconds <- c(seconds, used[["user.self"]] + used[["sys.self"]])
}
status <- readLines("/proc/self/status")
peak <- as.numeric(gsub("\\D", "", status[grepl("^VmHWM", status)])) / 1024
cat(sprintf('{"seconds": %f, "hits": %d, "peak_mb": %f}\n', sort(seconds)[2], sum(ntoken(found)), peak))
