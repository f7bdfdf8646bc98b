// Writes the mounts of a table: one object for each mount, which all entries of the mount share.
using System.Globalization;
using RouteGen.Generators.Model;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal sealed class MountEmitter
{
    private readonly List<MountModel> _mounts;
    private readonly Dictionary<MountModel, int> _indexOf = [];
    private readonly TableForm _form;

    /// <summary>Finds the mounts of a table.</summary>
    internal MountEmitter(MuxPlan plan, TableForm form)
    {
        _mounts =
            [.. plan.Entries.Select(static entry => entry.Route.Mounted?.Mount).Where(static mount => mount is not null)
                .Select(static mount => mount!).Distinct()];
        for (var index = 0; index < _mounts.Count; index++) _indexOf.Add(_mounts[index], index);
        _form = form;
    }

    /// <summary>True if the table has mounts.</summary>
    internal bool HasAny => _mounts.Count != 0;

    /// <summary>Returns the expression of a mounted route's handler, without the middleware of the mount.</summary>
    internal string HandlerOf(MountedRoute route) =>
        _form.Mounts + "[" + _indexOf[route.Mount].ToString(CultureInfo.InvariantCulture) + "]"
        + (route.Pattern is null ? ".Rest()" : ".Route(" + Literals.Quote(route.Pattern) + ")");

    /// <summary>Writes the array of mounts. It must precede the entries, which use it.</summary>
    internal void EmitMounts(SourceWriter writer)
    {
        if (_mounts.Count == 0) return;
        writer.Open(_form.MountsHead);
        foreach (var mount in _mounts)
        {
            string[] texts = [mount.MemberName, mount.Host, mount.Path];
            writer.Line("// " + Literals.Escape(mount.MemberName + " is mounted at " + mount.Host + mount.Path + "/"));
            writer.Line("new(() => " + mount.Member + ", " + string.Join(", ", texts.Select(Literals.Quote)) + "),");
        }

        writer.Close(";");
        writer.Line();
    }

    /// <summary>Writes the field for the mounts, and the method that checks them when a server starts.</summary>
    internal void EmitMembers(SourceWriter writer)
    {
        if (_mounts.Count == 0) return;
        writer.Line();
        _form.EmitMountsField(writer);
        writer.Open("public override void CheckMounts()");
        writer.Line("foreach (var mount in " + _form.MountsMember + ") mount.Check();");
        writer.Close();
    }
}
