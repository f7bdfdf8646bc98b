// A mux that was mounted in another one when the program was compiled. The outer table has an entry for each route of the inner one, whose
// handler is called directly, and one for the rest of the path, which goes to the inner mux as through Http.StripPrefix, except that
// redirects keep the path of the mount. If the inner mux has patterns or middleware that were added at run time, it gets every request.
using System.ComponentModel;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>A mux and the place where it is mounted. For generated code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MountedMux
{
    private readonly Func<IServeMux?> _mux;
    private readonly string _member;

    // Once it is there it stays: a property may make another one each time.
    private ServeMux? _known;

    /// <summary>Takes the values of <see cref="MountAttribute"/>. The member is not read yet.</summary>
    /// <param name="mux">Reads the member that holds the mux.</param>
    /// <param name="member">Display name of the member, such as <c>Shop.Site.Api</c>.</param>
    /// <param name="host">The host it is mounted at. Empty means every host.</param>
    /// <param name="path">The path it is mounted at, without the slash at its end. Empty means the root.</param>
    public MountedMux(Func<IServeMux?> mux, string member, string host, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        _mux = mux;
        _member = member;
        Point = new MountPoint(host, path);
    }

    internal MountPoint Point { get; }

    /// <summary>The handler of an entry of the outer table.</summary>
    /// <param name="pattern">The pattern of the inner mux's own entry.</param>
    public IHandler Route(string pattern) => new MountedHandler(this, pattern);

    /// <summary>The handler for paths below the mount that are not routes of the inner mux.</summary>
    public IHandler Rest() => new MountedHandler(this, null);

    /// <summary>Checks that the mux exists, and those that are mounted in it.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    public void Check() => Read().CheckMounts();

    /// <summary>The inner mux.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    internal ServeMux Read()
    {
        if (Volatile.Read(ref _known) is { } known) return known;
        var mux = _mux()?.Mux ?? throw new InvalidOperationException(
            $"'{_member}' is null; the mux that is mounted at \"{Point.Host}{Point.Path}/\" must be set when serving starts.");
        return Interlocked.CompareExchange(ref _known, mux, null) ?? mux;
    }
}
