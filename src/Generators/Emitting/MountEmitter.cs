// Writes how the table of a mux comes to those that are mounted in it: a method for each mount, which its entries call.
using System.Globalization;
using RouteGen.Generators.Model;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal sealed class MountEmitter
{
    private const string Mounted = "global::RouteGen.MountedMux";

    private readonly List<MountModel> _mounts;
    private readonly string? _mux;

    /// <summary>Looks for the mounts of a table.</summary>
    internal MountEmitter(MuxPlan plan)
    {
        _mounts = [.. plan.Entries.Select(static entry => entry.Route.Mounted?.Mount).Where(static mount => mount is not null).Select(static mount => mount!).Distinct()];
        _mux = plan.Mux?.Name;
    }

    /// <summary>Whether the table keeps the instance of its mux.</summary>
    internal bool NeedsMux => _mounts.Count != 0 && _mux is not null;

    /// <summary>The expression of the handler that an entry comes to, without what stands in front of it here.</summary>
    internal string HandlerOf(MountedRoute route) =>
        NameOf(_mounts.IndexOf(route.Mount)) + "(" + (_mux is null ? "" : "mux") + ")" + (route.Pattern is null ? ".Rest()" : ".Route(" + Literals.Quote(route.Pattern) + ")");

    /// <summary>Writes the methods, and that which looks whether all is there when serving starts.</summary>
    internal void EmitMembers(SourceWriter writer)
    {
        if (_mounts.Count == 0) return;
        writer.Line();
        if (NeedsMux) writer.Line("private readonly " + _mux + " _mux;");
        if (NeedsMux) writer.Line();
        writer.Open("public override void CheckMounts()");
        for (var index = 0; index < _mounts.Count; index++) writer.Line(NameOf(index) + "(" + (_mux is null ? "" : "_mux") + ").Check();");
        writer.Close();
        for (var index = 0; index < _mounts.Count; index++) EmitMount(writer, _mounts[index], index);
    }

    private void EmitMount(SourceWriter writer, MountModel mount, int index)
    {
        writer.Line();
        writer.Line("// " + Literals.Escape(mount.MemberName + " is mounted at " + mount.Host + mount.Path + "/"));
        writer.Line("private static " + Mounted + " " + NameOf(index) + "(" + (_mux is null ? "" : _mux + " mux") + ") =>");
        string[] texts = [mount.MemberName, mount.Host, mount.Path];
        writer.Indented(["new(() => " + mount.Member + ", " + string.Join(", ", texts.Select(Literals.Quote)) + ");"]);
    }

    private static string NameOf(int index) => "Mount" + index.ToString(CultureInfo.InvariantCulture);
}
