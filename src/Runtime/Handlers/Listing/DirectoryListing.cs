using System.Text;

namespace RouteGen.Handling;

/// <summary>A directory as a page of links, sorted by name.</summary>
internal static class DirectoryListing
{
    private const string Head = "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n";

    /// <summary>Answers with the page.</summary>
    internal static void Serve(ResponseWriter w, Request r, FileEntry directory)
    {
        var modified = ContentTime.Of(directory.Modified);
        if (Preconditions.IsNotModified(r, modified))
        {
            Preconditions.AnswerNotModified(w);
            return;
        }

        var names = new List<string>();
        foreach (var entry in directory.Entries()) names.Add(entry.IsDirectory ? entry.Name + "/" : entry.Name);
        names.Sort(StringComparer.Ordinal);

        ContentTime.Set(w.Header, modified);
        w.Header.Set("Content-Type", "text/html; charset=utf-8");
        var page = new StringBuilder(Head);
        foreach (var name in names)
            page.Append("<a href=\"").Append(Reference(name)).Append("\">").Append(HtmlText.Escape(name)).Append("</a>\n");
        w.Write(page.Append("</pre>\n").ToString());
    }

    // A question or number sign belongs to the name. What could end the attribute is escaped as part of a path.
    private static string Reference(string name) => new Url { Path = name }.ToString();
}
