using RouteGen.Handling;

namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// Responds with seekable content: conditions (<c>If-Match</c>, <c>If-None-Match</c>, <c>If-Modified-Since</c>,
    /// <c>If-Unmodified-Since</c>) and ranges (<c>Range</c>, <c>If-Range</c>) are honoured, one range by 206, several by
    /// <c>multipart/byteranges</c>. Go's name: <c>http.ServeContent</c>.
    /// </summary>
    /// <remarks>
    /// An <c>Etag</c> that is set before, with its quotes, takes part in the conditions. A <c>Content-Type</c> that is set is kept. With a
    /// <c>Content-Encoding</c> no length is declared. Ranges that are larger than the content together, or more than 200, are ignored.
    /// </remarks>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    /// <param name="name">A name whose extension determines the type; without a known extension, the first 512 bytes of the content do. It
    /// has no other use.</param>
    /// <param name="modified">Time of the last change. Null, the default value and the Unix epoch mean unknown.</param>
    /// <param name="content">The content; it can seek, and is not disposed. Its position is moved.</param>
    /// <param name="cancellationToken">Ends the response, which is then incomplete, and the connection closes.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    public static ValueTask ServeContentAsync(
        ResponseWriter w, Request r, string name, DateTimeOffset? modified, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanSeek)
            throw new ArgumentException("The content is not seekable. Copy it into a MemoryStream or a file first.", nameof(content));
        return ContentServer.ServeAsync(w, r, name, modified, content, cancellationToken);
    }

    /// <summary>
    /// Responds with a file, or with a directory's <c>index.html</c> or list; 404 if there is none, 403 if it may not be read. A request
    /// whose path has a segment <c>..</c> gets a 400, because the name may have been built from it. Go's name: <c>http.ServeFile</c>.
    /// </summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    /// <param name="name">The file on the disk. Do not pass unchecked text of the request; see
    /// <see cref="FileServer(IFileSystem, bool)"/>.</param>
    public static ValueTask ServeFileAsync(ResponseWriter w, Request r, string name)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(name);
        return OneFile.ServeAsync(w, r, name);
    }

    /// <summary>
    /// Returns a handler that serves a file system by the path of the request: a directory by its <c>index.html</c>, else by a list of its
    /// entries, 10,000 at most; <c>/index.html</c> and missing or needless slashes are redirected. Combine it with
    /// <see cref="StripPrefix"/>. A path with an encoded slash names no file. Go's name: <c>http.FileServer</c>.
    /// </summary>
    /// <remarks>
    /// If a directory of the disk does not exist when the handler is made, a warning is written to standard error; requests get a 404 until
    /// it exists.
    /// </remarks>
    /// <param name="root">The file system.</param>
    /// <param name="listsDirectories">True if directories without an <c>index.html</c> are listed; false if they are a 404.</param>
    public static IHandler FileServer(IFileSystem root, bool listsDirectories = true)
    {
        ArgumentNullException.ThrowIfNull(root);
        (root as DirFileSystem)?.TellIfMissing();
        return new FileServer(root, listsDirectories);
    }

    /// <summary>Serves a directory of the disk; otherwise like the other overload.</summary>
    /// <param name="directory">The directory; see <see cref="DirFileSystem"/> on links and dot files.</param>
    /// <param name="listsDirectories">Same as for the other overload.</param>
    public static IHandler FileServer(string directory, bool listsDirectories = true) =>
        FileServer(new DirFileSystem(directory), listsDirectories);
}
