// Serves files by path (BEHAVIOUR M14). Each file has one URL. The URL of a directory ends in a slash and serves its index.html. Other
// forms are redirected. The targets are relative, so that they are correct even below a stripped prefix, and derived from the escaped path,
// in which "/a%2Findex.html" is not a file in "/a/".
//
// Only rooted, clean paths are opened, so that none leads out of the file system. A path with an encoded slash gets a 404: such a slash
// does not separate segments (MatchTable.cs), and file names contain none. If "a%2Fb" opened "a/b", requests could bypass handlers of
// "/a/".
using RouteGen.Routing;

namespace RouteGen.Handling;

internal sealed class FileServer(IFileSystem files, bool listsDirectories) : IHandler
{
    private const string IndexPage = "/index.html";

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var path = r.Url.Path;
        if (!path.StartsWith('/')) path = "/" + path;
        return ServeAsync(w, r, files, PathText.Clean(path), path, isByPath: true, listsDirectories);
    }

    /// <summary>Serves one file or directory.</summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    /// <param name="files">The file system of the file.</param>
    /// <param name="name">The clean, rooted path in the file system.</param>
    /// <param name="path">The decoded path of the request.</param>
    /// <param name="isByPath">True if the path of the request determines the file, so that a non-canonical path must be redirected.</param>
    /// <param name="listsDirectories">True to list a directory that has no index, false to respond with 404.</param>
    internal static async ValueTask ServeAsync(
        ResponseWriter w, Request r, IFileSystem files, string name, string path, bool isByPath, bool listsDirectories = true)
    {
        if (path.EndsWith(IndexPage, StringComparison.Ordinal) && !HasEncodedSlash(LastSegment(r.Url)))
        {
            RedirectLocally(w, r, "./");
            return;
        }

        try
        {
            if (isByPath && HasEncodedSlash(r.Url.RawPath)) throw new FileNotFoundException("A file name cannot contain an encoded slash.");
            var entry = files.Open(name);
            if (TryRedirect(w, r, entry, isByPath)) return;
            if (entry.IsDirectory) entry = FindIndex(files, name) ?? entry;
            if (entry.IsDirectory && !listsDirectories) throw new FileNotFoundException("Directories are not listed.");
            if (entry.IsDirectory)
                DirectoryListing.Serve(
                    w, r, entry, isByPath ? name.TrimEnd('/') + "/" : entry.Name + "/", hasParent: isByPath && name != "/");
            else await ServeFileAsync(w, r, entry).ConfigureAwait(false);
        }
        catch (Exception failure) when (w.StatusCode == 0 && failure is UnauthorizedAccessException or IOException)
        {
            RespondToFailure(w, failure);
        }
    }

    private static Task ServeFileAsync(ResponseWriter w, Request r, FileEntry entry)
    {
        var content = entry.OpenRead();
        return Disposal.AfterAsync(ServeFileAsync(w, r, entry, content), content);
    }

    private static async Task ServeFileAsync(ResponseWriter w, Request r, FileEntry entry, Stream content)
    {
        // Content that an outer handler encodes is another representation, with another tag (RFC 9110 section 8.8.3.3).
        if (entry.ETag is { } tag && !w.Header.IsSet("Etag") && !w.Header.Has("Content-Encoding")) w.Header.Set("Etag", tag);
        await ContentServer.ServeAsync(w, r, entry.Name, entry.Modified, content, default).ConfigureAwait(false);
    }

    private static bool TryRedirect(ResponseWriter w, Request r, FileEntry entry, bool isByPath)
    {
        var endsInSlash = r.Url.EscapedPath is "" or [.., '/'];
        if (entry.IsDirectory)
        {
            if (endsInSlash) return false;
            RedirectLocally(w, r, AsReference(LastSegment(r.Url)) + "/");
            return true;
        }

        if (!isByPath || !endsInSlash) return false;
        // The root is a file. Its path always ends in a slash, so a redirect is impossible.
        if (r.Url.EscapedPath.AsSpan().Trim('/').IsEmpty) throw new IOException("The root of the file system is not a directory.");
        RedirectLocally(w, r, "../" + LastSegment(r.Url));
        return true;
    }

    private static FileEntry? FindIndex(IFileSystem files, string name)
    {
        try
        {
            var index = files.Open(name.TrimEnd('/') + IndexPage);
            return index.IsDirectory ? null : index;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            // As in Go, an index that cannot be opened is ignored.
            return null;
        }
    }

    private static void RedirectLocally(ResponseWriter w, Request r, string target)
    {
        if (r.Url.RawQuery is { Length: > 0 } query) target += "?" + query;
        w.Header.Set("Location", target);
        w.WriteHeader(Status.MovedPermanently);
    }

    // Returns the last segment of the escaped path, ignoring trailing slashes.
    private static string LastSegment(Url url)
    {
        var path = url.EscapedPath.TrimEnd('/');
        return path[(path.LastIndexOf('/') + 1)..];
    }

    // In "a:b", "a" would be parsed as a scheme (RFC 3986 section 4.2).
    private static string AsReference(string segment) => segment.Contains(':') ? "./" + segment : segment;

    private static bool HasEncodedSlash(string escaped) => escaped.Contains("%2F", StringComparison.OrdinalIgnoreCase);

    private static void RespondToFailure(ResponseWriter w, Exception failure)
    {
        switch (failure)
        {
            case FileNotFoundException or DirectoryNotFoundException or PathTooLongException:
                ShortResponses.ContentError(w, FixedResponses.NotFoundText, Status.NotFound);
                break;
            case UnauthorizedAccessException:
                ShortResponses.ContentError(w, "403 Forbidden", Status.Forbidden);
                break;
            default:
                ShortResponses.ContentError(w, "500 Internal Server Error", Status.InternalServerError);
                break;
        }
    }
}
