namespace RouteGen.Handling;

/// <summary>Serves the listing of a directory: a page of links with sizes and dates, directories first, sorted by name.</summary>
internal static class DirectoryListing
{
    /// <summary>
    /// Largest number of entries on a page. If a directory has more, the page has the first ones that the file system returns, and a note.
    /// </summary>
    internal const int EntriesMax = 10_000;

    /// <summary>Responds with the page of a directory.</summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="title">The path of the directory, which the page shows.</param>
    /// <param name="hasParent">True if the page links to the parent directory.</param>
    internal static void Serve(ResponseWriter w, Request r, FileEntry directory, string title, bool hasParent)
    {
        var rows = new List<ListingRow>();
        var modified = directory.Modified;
        var isWhole = true;
        foreach (var entry in directory.Entries())
        {
            if (!(isWhole = rows.Count < EntriesMax)) break;
            var row = new ListingRow(entry);
            // The page shows the times of files, whose changes do not change the time of the directory.
            if (row.Modified > modified) modified = row.Modified;
            rows.Add(row);
        }

        var changed = ContentTime.Of(modified);
        if (Preconditions.IsNotModified(r, changed))
        {
            Preconditions.WriteNotModified(w);
            return;
        }

        rows.Sort(static (left, right) => left.CompareTo(right));
        ContentTime.Set(w.Header, changed);
        w.Header.Set("Content-Type", "text/html; charset=utf-8");
        w.Write(ListingPage.Format(title, hasParent, rows, isWhole));
    }
}
