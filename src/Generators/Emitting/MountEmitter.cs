// Writes how the table of a mux comes to those that are mounted in it: one object for each mount, which all its entries share.
using System.Globalization;
using RouteGen.Generators.Model;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal sealed class MountEmitter
{
    private const string Mounted = "global::RouteGen.MountedMux";

    private readonly List<MountModel> _mounts;
    private readonly Dictionary<MountModel, int> _indexOf = [];
    private readonly string? _mux;

    /// <summary>Looks for the mounts of a table.</summary>
    internal MountEmitter(MuxPlan plan)
    {
        _mounts =
            [.. plan.Entries.Select(static entry => entry.Route.Mounted?.Mount).Where(static mount => mount is not null)
                .Select(static mount => mount!).Distinct()];
        for (var index = 0; index < _mounts.Count; index++) _indexOf.Add(_mounts[index], index);
        _mux = plan.Mux?.Expression;
    }

    /// <summary>True if the table of a class that is a mux keeps mounts: they read the members of its instance.</summary>
    internal bool IsInInstance => _mounts.Count != 0 && _mux is not null;

    /// <summary>The expression of the handler that an entry comes to, without what stands in front of it here.</summary>
    internal string HandlerOf(MountedRoute route) =>
        (_mux is null ? "s_mounts[" : "mounts[") + _indexOf[route.Mount].ToString(CultureInfo.InvariantCulture) + "]"
        + (route.Pattern is null ? ".Rest()" : ".Route(" + Literals.Quote(route.Pattern) + ")");

    /// <summary>Writes the mounts. They come before the entries, which are made of them.</summary>
    internal void EmitMounts(SourceWriter writer)
    {
        if (_mounts.Count == 0) return;
        writer.Open(_mux is null
            ? "private static readonly " + Mounted + "[] s_mounts ="
            : "private static " + Mounted + "[] MountsOf(" + _mux + " mux) => new " + Mounted + "[]");
        foreach (var mount in _mounts)
        {
            string[] texts = [mount.MemberName, mount.Host, mount.Path];
            writer.Line("// " + Literals.Escape(mount.MemberName + " is mounted at " + mount.Host + mount.Path + "/"));
            writer.Line("new(() => " + mount.Member + ", " + string.Join(", ", texts.Select(Literals.Quote)) + "),");
        }

        writer.Close(";");
        writer.Line();
    }

    /// <summary>Writes what looks whether all is there when serving starts.</summary>
    internal void EmitMembers(SourceWriter writer)
    {
        if (_mounts.Count == 0) return;
        writer.Line();
        if (IsInInstance) writer.Line("private readonly " + Mounted + "[] _mounts;");
        if (IsInInstance) writer.Line();
        writer.Open("public override void CheckMounts()");
        writer.Line("foreach (var mount in " + (_mux is null ? "s_mounts" : "_mounts") + ") mount.Check();");
        writer.Close();
    }
}
